/** Questions to a dataset, checked against the field table before they reach the store. */
import { AppError } from '#base/errors.ts';
import { FIELD_BY_KEY } from '#fields/table.ts';
import {
  type Answer,
  type FilterFault,
  type GroupMeasure,
  MORE_MEASURES,
  type Question,
  type Scope,
} from '#query/question.ts';
import type { DatasetStore } from '#store/store.ts';

export type Reply<Q extends Question> =
  | { readonly ok: true; readonly answer: Answer<Q['kind']> | undefined; readonly version: number }
  | FilterFault;

/** Asks the store. A filter that can't be understood is an answer; AppError USAGE for a question that makes no sense. */
export async function ask<Q extends Question>(
  store: DatasetStore,
  question: Q,
  signal?: AbortSignal,
): Promise<Reply<Q>> {
  checkQuestion(question);
  // The version is read first, the store serves one call after the other: an answer may be newer than it says, never older.
  const [version, answer] = await Promise.all([store.version(), store.ask(question, signal)]);
  if (isFault(answer)) return answer;
  return { ok: true, answer, version };
}

export function isFault(answer: unknown): answer is FilterFault {
  return typeof answer === 'object' && answer !== null && (answer as { ok?: unknown }).ok === false;
}

/** AppError USAGE for what is no column of a flow's row. */
export function checkFields(keys: readonly string[]): void {
  for (const key of keys) {
    const field = FIELD_BY_KEY.get(key);
    if (field === undefined) throw noField(key);
    if (field.either !== undefined) throw usage(`"${key}" means either end; name ${field.either.join(' or ')}`);
  }
}

function checkQuestion(question: Question): void {
  if ('scope' in question) checkScope(question.scope);
  switch (question.kind) {
    case 'flows':
      checkFields(question.fields);
      checkFields(question.sort.map((key) => key.field));
      break;
    case 'top':
      checkGroups(question.field);
      break;
    case 'groups':
      for (const key of question.by) checkGroups(key);
      if (question.passed === true && (question.more.length > 0 || !isVolume(question.sort)))
        throw usage('what passed in a time has volumes only');
      if (question.highlight !== undefined && question.more.length > 0)
        throw usage('of what is highlighted volumes alone are told');
      break;
    case 'distinct':
      for (const key of question.fields) checkGroups(key);
      break;
    case 'distribution':
      checkSize(question.field);
      break;
    case 'presence':
    case 'timeline':
      checkGroups(question.by);
      break;
    case 'links':
      checkGroups(question.from);
      checkGroups(question.to);
      break;
    case 'values':
      if (!FIELD_BY_KEY.has(question.field)) throw noField(question.field);
      break;
    default:
  }
}

function checkScope(scope: Scope): void {
  if (scope.from !== undefined && scope.to !== undefined && !(scope.from < scope.to)) {
    throw usage('the time span ends before it begins');
  }
}

function checkGroups(key: string): void {
  const field = FIELD_BY_KEY.get(key);
  if (field === undefined) throw noField(key);
  if (!field.groups) throw usage(`flows cannot be grouped by "${key}"`);
}

const isVolume = (sort: GroupMeasure): boolean => !(MORE_MEASURES as readonly string[]).includes(sort);

const SIZES: ReadonlySet<string> = new Set(['bytes', 'count', 'duration', 'ms']);

function checkSize(key: string): void {
  const field = FIELD_BY_KEY.get(key);
  if (field === undefined) throw noField(key);
  if (!SIZES.has(field.type)) throw usage(`"${key}" is no size that has a distribution`);
}

function noField(key: string): AppError {
  return usage(`there is no field ${JSON.stringify(key)}`);
}

function usage(message: string): AppError {
  return new AppError('USAGE', { message });
}

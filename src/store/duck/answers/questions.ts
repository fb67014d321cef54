/** Answers questions about one dataset; sums that many questions share are kept until the dataset changes. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError, assertNever } from '#base/errors.ts';
import { both } from '#query/filter.ts';
import type { Answers, FilterFault, Question, Scope } from '#query/question.ts';
import type { HeldSource } from '../held/held-source.ts';
import { Parameters } from '../read/parameters.ts';
import { inOneView, type Readers } from '../read/reader.ts';
import { findCommunities, whereOf } from '../read/where.ts';
import { distinct, distribution } from './distribution.ts';
import { durations, links, places, top, totals, values } from './groups.ts';
import { HostPages } from './host-pages.ts';
import { hosts } from './hosts.ts';
import type { Chosen, Lit } from './lit.ts';
import { Pages } from './pages.ts';
import { passedIn } from './passed.ts';
import { groups } from './pivot.ts';
import { presence } from './presence.ts';
import { timeline } from './timeline.ts';

interface Surroundings {
  readonly readers: Readers;
  /** what is seen now */
  readonly source: (connection: DuckDBConnection, isGivenUp?: () => boolean) => HeldSource;
  /** changes with what is seen */
  readonly version: () => number;
}

export class Questions {
  readonly #with: Surroundings;
  readonly #pages = new Pages();
  readonly #hostPages = new HostPages();
  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  /** Answers a question; a filter that can't be understood is an answer, too. */
  async ask(
    question: Question,
    onStart?: (interrupt: () => void) => void,
  ): Promise<Answers[Question['kind']] | FilterFault> {
    return this.#with.readers.use(async (connection) => {
      let isGivenUp = false;
      onStart?.(() => {
        isGivenUp = true;
        connection.interrupt();
      });
      const source = this.#with.source(connection, () => isGivenUp);
      try {
        return await inOneView(connection, () => this.#read(question, source));
      } catch (error) {
        const fault =
          'scope' in question ? (patternFault(error, question.scope) ?? sizeFault(error, question.scope)) : undefined;
        if (fault) return fault;
        throw error;
      }
    });
  }

  /** Flows in scope whose numbers lie below a bound, by start, and how many there are. AppError FILTER_INVALID. */
  async idsOf(
    scope: Scope,
    below: number,
    most: number,
    parameters: Parameters,
  ): Promise<{ readonly ids: Uint32Array; readonly finished: number; readonly all: number }> {
    return this.#with.readers.use((connection) =>
      inOneView(connection, async () => {
        const source = this.#with.source(connection);
        await findCommunities(source, scope, parameters);
        const where = whereOf(scope, parameters);
        if (typeof where !== 'string') throw new AppError('FILTER_INVALID', { message: where.message });
        const counted = `SELECT count(*) n, count(*) FILTER (f.id < ${below}) finished FROM ${source.flows} f WHERE ${where}`;
        const [row] = await source.rows(counted, parameters).catch((error: unknown) => {
          const fault = patternFault(error, scope) ?? sizeFault(error, scope);
          throw fault === undefined ? error : new AppError('FILTER_INVALID', { message: fault.message });
        });
        const ids = await source.ids(
          `SELECT f.id FROM ${source.flows} f WHERE (${where}) AND f.id < ${below} ORDER BY f.start_ns, f.id LIMIT ${most}`,
          parameters,
        );
        return { ids, finished: Number(row!.finished), all: Number(row!.n) };
      }),
    );
  }

  async #read(question: Question, source: HeldSource): Promise<Answers[Question['kind']] | FilterFault> {
    const parameters = new Parameters();
    if ('scope' in question) await findCommunities(source, question.scope, parameters);
    const where = 'scope' in question ? whereOf(filteredBy(question, question.scope), parameters) : 'TRUE';
    if (typeof where !== 'string') return where;
    if (!('highlight' in question) || question.highlight === undefined)
      return this.#answer(question, source, where, parameters);
    const lit = await litOf(source, question, question.highlight);
    return 'ok' in lit ? lit : this.#answer(question, source, where, parameters, lit);
  }

  async #answer(
    question: Question,
    source: HeldSource,
    where: string,
    parameters: Parameters,
    lit?: Lit,
  ): Promise<Answers[Question['kind']]> {
    switch (question.kind) {
      case 'totals': {
        const all = await totals(source, 'TRUE', new Parameters());
        const scope = where === 'TRUE' ? all : await totals(source, where, parameters);
        const { volume, ...span } = all;
        return { scope: scope.volume, all: volume, ...span };
      }
      case 'flows':
        return this.#pages.page(
          source,
          question,
          where,
          parameters,
          (await totals(source, where, parameters)).volume.flows,
          this.#with.version(),
        );
      case 'flow':
        return this.#pages.flow(source, question.id);
      case 'top':
        return top(source, question, where, parameters, lit);
      case 'groups': {
        if (question.passed !== true) return groups(source, question, where, parameters, lit);
        const passed = await passedIn(source, question.scope, where, parameters);
        const found = await groups(passed.source, question, 'TRUE', parameters, lit);
        return { ...found, counted: passed.counted };
      }
      case 'hosts':
        return hosts(source, question, where, parameters, this.#hostPages, this.#with.version());
      case 'distinct':
        return distinct(source, question, where, parameters);
      case 'distribution':
        return distribution(source, question, where, parameters);
      case 'presence':
        return presence(source, question, where, parameters);
      case 'links':
        return links(source, question, where, parameters, lit);
      case 'timeline':
        return timeline(source, question, where, parameters);
      case 'durations':
        return durations(source, where, parameters);
      case 'places':
        return places(source, where, parameters);
      case 'values':
        return values(source, question, where, parameters);
      default:
        return assertNever(question);
    }
  }
}

/** What of a scope is highlighted. */
async function litOf(
  source: HeldSource,
  question: Extract<Question, { readonly highlight?: string }>,
  highlight: string,
): Promise<Lit | FilterFault> {
  const { scope } = question;
  const lit: Scope = { ...scope, filter: both(scope.filter, highlight) };
  // what passed in a time has its own volumes
  const chosen = async (where: string, parameters: Parameters): Promise<Chosen> =>
    question.kind === 'groups' && question.passed === true
      ? { source: (await passedIn(source, scope, where, parameters)).source, where: 'TRUE', parameters }
      : { source, where, parameters };
  const parameters = new Parameters();
  await findCommunities(source, lit, parameters);
  const where = whereOf(filteredBy(question, lit), parameters);
  if (typeof where !== 'string') return where;
  return {
    ...(await chosen(where, parameters)),
    together: async () => {
      const shared = new Parameters();
      await findCommunities(source, lit, shared);
      const [one, all] = [lit, scope].map((of) => whereOf(filteredBy(question, of), shared) as string);
      return { all: await chosen(all!, shared), lit: await chosen(one!, shared) };
    },
  };
}

/** What passed in a time is told by bins, whatever the ends of its flows. */
const filteredBy = (question: Question, { filter, ...span }: Scope): Scope =>
  question.kind === 'groups' && question.passed === true ? { filter } : { filter, ...span };

/** What only the engine can tell of a pattern (RE2). */
function patternFault(error: unknown, scope: Scope): FilterFault | undefined {
  const message = error instanceof Error ? error.message : '';
  const found =
    /(?:invalid|missing|bad|no argument|unexpected|trailing).*(?:regex|repetition|escape|group|perl operator|character class|\)|\\)[^\n]*/i.exec(
      message,
    );
  if (!/matches|~/.test(scope.filter) || !found) return undefined;
  const start = Math.max(0, scope.filter.search(/matches|~/));
  return {
    ok: false,
    message: `this is not a regular expression: ${found[0].slice(0, 100)}`,
    start,
    end: scope.filter.length,
    expected: ['a regular expression'],
  };
}

/** More tests of texts than the engine takes in one statement. */
function sizeFault(error: unknown, { filter }: Scope): FilterFault | undefined {
  if (!(error instanceof Error) || !/max expression depth/i.test(error.message)) return undefined;
  return {
    ok: false,
    message: 'the filter has too many parts',
    start: 0,
    end: filter.length,
    expected: ['a set, such as host in {a b c}'],
  };
}

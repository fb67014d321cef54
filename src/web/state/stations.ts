/** Whether a dataset has hosts at all, or only stations that are told by their hardware addresses. */
import type { Question } from '#query/question.ts';
import { useAnswer } from './answer.ts';

const WITH_ADDRESS = { kind: 'totals', scope: { filter: 'ip' } } as const satisfies Question;

/** True when flows are there and none of them has an address of IP. */
export function useOnlyStations(): boolean {
  const { data } = useAnswer(WITH_ADDRESS);
  return data !== undefined && data.all.flows > 0 && data.scope.flows === 0;
}

/** The user's own networks on the map, with what each of them carried. */
import { useMemo } from 'react';
import type { Measure } from '#query/question.ts';
import { type Asked, useAnswer } from '../../state/answer.ts';
import { type MarkedTop, useMarkedTop } from '../../state/marked.ts';
import { useNetworks } from '../../state/networks.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import { type NetworkPoint, networkPoints, networkQuestion } from './own-networks.tsx';

interface NetworkPoints {
  /** the dataset has networks of the user's, on the map or not */
  readonly areThere: boolean;
  readonly asked: Asked<'top'>;
  readonly points: readonly NetworkPoint[];
  readonly marked: MarkedTop | undefined;
}

export function useNetworkPoints(measure: Measure): NetworkPoints {
  const networks = useNetworks();
  const { scope } = useOwnScope('network');
  const question = networks.length === 0 ? undefined : networkQuestion(measure, scope);
  const asked = useAnswer(question);
  const marked = useMarkedTop(question);
  const points = useMemo(() => networkPoints(networks, asked.data?.rows ?? []), [networks, asked.data]);
  return { areThere: networks.length > 0, asked, points, marked };
}

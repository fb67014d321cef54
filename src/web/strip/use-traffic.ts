/** The traffic that the strip draws: of the whole filter, whatever time is chosen. */
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { FilterFault } from '#query/question.ts';
import { useAnswer, useMarked } from '../state/answer.ts';
import type { Span } from '../state/scope.ts';
import { plotWidth, type Timeline } from './draw.ts';

const SERIES = 8;
/** A gesture asks when it has rested so long. */
const REST_MS = 120;

interface Traffic {
  readonly timeline: Timeline | undefined;
  /** of the highlight, in the same bins; undefined: nothing is marked */
  readonly marked: Timeline | undefined;
  readonly dimmed: boolean;
  readonly fault: FilterFault | undefined;
  /** the time it is of; undefined: all */
  readonly asked: Span | undefined;
}

/** `zoomed`: what is shown where that is not all; `width` is px, 0 as long as nothing is asked. */
export function useTraffic(filter: string, zoomed: Span | undefined, width: number): Traffic {
  const [asked] = useDebouncedValue(zoomed, REST_MS);
  const bins = Math.max(20, Math.min(600, Math.round(plotWidth(width) / 3)));
  const scope = useMemo(() => ({ filter, ...asked }), [filter, asked]);
  const markedScope = useMarked(scope);
  const {
    data: timeline,
    dimmed,
    fault,
  } = useAnswer(width > 0 ? { kind: 'timeline', scope, by: 'app', limit: SERIES, bins } : undefined);
  const { data: marked } = useAnswer(
    width > 0 && markedScope ? { kind: 'timeline', scope: markedScope, by: 'app', limit: 1, bins } : undefined,
  );
  return { timeline, marked: markedScope && marked, dimmed, fault, asked };
}

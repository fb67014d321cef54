/** What the map is coloured by: volumes of places, of both ends or of one. */
import { useMemo } from 'react';
import type { Answer, Measure, Question, Scope, Volume } from '#query/question.ts';
import { type Asked, useAnswer } from '../../state/answer.ts';
import { type MarkedTop, useMarkedTop } from '../../state/marked.ts';

export const ENDS = ['both', 'src', 'dst'] as const;
export type Ends = (typeof ENDS)[number];

/** Places that are asked for; there are fewer. */
const MOST_PLACES = 400;
export type PlaceRows = Answer<'places'>['rows'];

interface Places {
  /** of both ends, whatever the map shows: for the list beside it */
  readonly both: Asked<'places'>;
  readonly bothMarked: MarkedTop | undefined;
  /** of the ends that the map shows */
  readonly asked: Asked<'places'> | Asked<'top'>;
  readonly rows: PlaceRows | undefined;
  readonly total: Volume | undefined;
  readonly marked: MarkedTop | undefined;
}

export function usePlaces(scope: Scope, ends: Ends, measure: Measure): Places {
  const ofPlaces = (field: string) => ({ kind: 'top', scope, field, measure, limit: MOST_PLACES }) satisfies Question;
  const ofOneSide = ends === 'both' ? undefined : ofPlaces(`${ends}.country`);
  const both = useAnswer({ kind: 'places', scope } satisfies Question);
  const oneSide = useAnswer(ofOneSide);
  const bothMarked = useMarkedTop(ofPlaces('country'));
  const sideMarked = useMarkedTop(ofOneSide);
  const hosts = both.data?.rows;
  const rows = useMemo<PlaceRows | undefined>(
    () =>
      ends === 'both'
        ? hosts
        : oneSide.data?.rows.map(({ value, ...volume }) => ({
            ...volume,
            place: value === undefined ? undefined : String(value),
            hosts: hosts?.find((row) => row.place === value)?.hosts ?? 0,
          })),
    [ends, hosts, oneSide.data],
  );
  return {
    both,
    bothMarked,
    asked: ends === 'both' ? both : oneSide,
    rows,
    total: (ends === 'both' ? both.data : oneSide.data)?.total,
    marked: ends === 'both' ? bothMarked : sideMarked,
  };
}

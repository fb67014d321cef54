/** What is told of the mark under the hand: a line, an own network, or a place. */
import type { ReactNode } from 'react';
import type { Measure, Volume } from '#query/question.ts';
import { MarkedTip } from '../../chart/marked.tsx';
import { VolumeTip } from '../../chart/tip.tsx';
import { t } from '../../language/t.ts';
import { type MarkedTop, NO_VOLUME } from '../../state/marked.ts';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { lineOf } from './map-marks.ts';
import { networkMark } from './map-option.ts';
import type { NetworkPoint } from './own-networks.tsx';
import type { Line } from './use-lines.ts';
import type { PlaceRows } from './use-places.ts';

interface Props {
  readonly id: string;
  readonly measure: Measure;
  readonly places: {
    readonly rows: PlaceRows | undefined;
    readonly total: Volume | undefined;
    readonly marked: MarkedTop | undefined;
  };
  readonly lines: {
    readonly lines: readonly Line[];
    readonly lit: ((from: string, to: string) => number) | undefined;
  };
  readonly networks: {
    readonly points: readonly NetworkPoint[];
    /** of all networks; undefined: not known yet */
    readonly total: Volume | undefined;
    readonly marked: MarkedTop | undefined;
  };
}

export function MapTip({ id, measure, places, lines, networks }: Props): ReactNode {
  const line = lineOf(id, lines.lines);
  if (line)
    return (
      <>
        <strong>
          {placeName(line.from)} → {placeName(line.to)}
        </strong>
        {format.exactMeasured(line.value, measure)}
        <br />
        {format.counted(line.flows, 'flow')}
        <MarkedTip marked={lines.lit?.(line.from, line.to)} whole={line.value} measure={measure} />
      </>
    );
  const point = networks.points.find(({ name }) => networkMark(name) === id);
  if (point)
    return point.volume && networks.total ? (
      <VolumeTip
        name={point.name}
        volume={point.volume}
        marked={networks.marked?.of(point.name)}
        measure={measure}
        whole={networks.total[measure]}
      />
    ) : (
      <strong>{t('{id}: no traffic', { id: point.name })}</strong>
    );
  const row = places.rows?.find((one) => one.place === id);
  if (!row || !places.total) return <strong>{t('{id}: no traffic', { id: placeName(id) })}</strong>;
  return (
    <VolumeTip
      name={placeName(id)}
      volume={row}
      marked={places.marked && (places.marked.of(row.place) ?? NO_VOLUME)}
      measure={measure}
      whole={places.total[measure]}
    />
  );
}

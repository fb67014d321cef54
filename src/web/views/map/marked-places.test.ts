import { expect, test } from 'vitest';
import { markedGroups } from '../../state/marked.ts';
import { markedPlaces } from './marked-places.ts';

const row = (from: string | undefined, to: string | undefined, sent: number, received: number) => ({
  values: [from, to],
  more: {},
  flows: 1,
  bytes: sent + received,
  packets: 2,
  sentBytes: sent,
  receivedBytes: received,
  sentPackets: 1,
  receivedPackets: 1,
});

test('a place has what it sent and received at either end, and a flow within it once', () => {
  const places = markedPlaces(
    markedGroups({
      rows: [row('NL', 'US', 10, 200), row('US', 'NL', 1, 2), row('NL', 'NL', 5, 6), row(undefined, 'NL', 7, 8)],
      groups: 4,
    }),
  );
  expect(places.both.of('NL')).toMatchObject({ flows: 4, bytes: 239, sentBytes: 10 + 2 + 5 + 8, receivedBytes: 214 });
  expect(places.src.of('NL')).toMatchObject({ flows: 2, bytes: 221 });
  expect(places.dst.of('NL')).toMatchObject({ flows: 3, bytes: 29 });
  expect(places.both.of(undefined)).toMatchObject({ flows: 1, sentBytes: 7 });
  expect(places.both.of('DE')).toMatchObject({ flows: 0 });
  expect(places.pair('US', 'NL')).toMatchObject({ bytes: 3 });
});

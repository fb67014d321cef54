/** Tests of a list of dissectors: payloads that prove each, and payloads that look like it and do not. */
import { expect, test } from 'vitest';
import { APPS } from './apps.ts';
import type { Dissector, Payload } from './dissector.ts';
import { createEngine } from './engine.ts';
import { bytesOf, type Given, probed } from './table-testing.ts';
import { payloadOf, rowsOfOne } from './testing.ts';

const engine = createEngine();

/** Application by inspection of a flow with this payload alone; '' = none. */
function engineSays(payload: Payload): string {
  engine.grow(1);
  engine.open(0, payload.proto, 4, 0, payload.sendPort, payload.recvPort);
  engine.inspect(0, payload);
  const rows = rowsOfOne();
  engine.emit(0, payload.sendPort, payload.recvPort, rows, 0);
  engine.close(0);
  return rows.appBy[0] === 2 ? APPS[rows.app[0]!]! : '';
}

/** Of lines, digits, zeros or messages that may stand alone: a part of such a payload is of its kind, too. */
const PARTS_ALIKE: ReadonlySet<string> = new Set(
  'battle-net chargen daytime dbgp gdb-remote ge-srtp gopher graphite ident iperf msgpack perforce rsh statsd'.split(
    ' ',
  ),
);

export type Case = readonly [dissector: Dissector, what: string, bytes: string, given?: Given];

/** A test for each case. */
export function testCases(cases: readonly Case[], answer: 'Yes' | 'No' | 'More', title: string): void {
  test.each(cases.map((one) => ({ app: one[0].app, what: one[1], one })))(
    title,
    ({ one: [dissector, , bytes, given] }) => {
      expect(probed(dissector, bytesOf(bytes), given)).toBe(answer);
    },
  );
}

export function testList(list: readonly Dissector[], yes: readonly Case[], no: readonly Case[]): void {
  testCases(yes, 'Yes', '$app is proved by $what');
  const alone = yes.filter(([, , , given]) => given?.stateA === undefined && given?.index === undefined);
  test.each(alone.map((one) => ({ app: one[0].app, what: one[1], one })))(
    '$app is what the engine says of $what',
    ({ one: [dissector, , bytes, given] }) => {
      const proto = given?.proto ?? dissector.over[0]!;
      const ports = { sendPort: given?.sendPort ?? 50000, recvPort: given?.recvPort ?? dissector.ports[0] ?? 50001 };
      const payload = payloadOf(bytesOf(bytes), { ...given, proto, ...ports });
      expect(engineSays(payload)).toBe(dissector.app);
    },
  );
  test('shifted, a payload is not what it was: without its first byte, or behind one more', () => {
    const named = alone.flatMap((one) => {
      const [dissector, what, text, given] = one;
      const bytes = bytesOf(text);
      const proto = given?.proto ?? dissector.over[0]!;
      const ports = { sendPort: given?.sendPort ?? 50000, recvPort: given?.recvPort ?? dissector.ports[0] ?? 50001 };
      const shifted = [bytes.subarray(1), Uint8Array.of(0, ...bytes), Uint8Array.of(0x5b, ...bytes)];
      return shifted
        .filter((payload) => payload.length > 0)
        .map((payload) => engineSays(payloadOf(payload, { ...given, proto, ...ports, wireLength: payload.length })))
        .filter((app) => app !== '' && !PARTS_ALIKE.has(app))
        .map((app) => `${dissector.app} (${what}) as ${app}`);
    });
    expect(named).toEqual([]);
  });
  testCases(no, 'No', '$app is not claimed by $what');
  test('each has a payload that proves it and one that does not', () => {
    const proved = new Set(yes.map(([dissector]) => dissector));
    const refused = new Set(no.map(([dissector]) => dissector));
    for (const dissector of list) {
      expect(proved.has(dissector), dissector.app).toBe(true);
      expect(refused.has(dissector), dissector.app).toBe(true);
    }
  });
}

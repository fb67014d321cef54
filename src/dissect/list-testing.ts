/** Tests of a list of dissectors: payloads that prove each, and payloads that look like it and do not. */
import { expect, test } from 'vitest';
import type { Dissector } from './dissector.ts';
import { bytesOf, type Given, probed } from './table-testing.ts';

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

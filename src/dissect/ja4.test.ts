/** JA4 of real hellos against the prints FoxIO's own program gives them. Skipped where the corpus is absent. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatIp, parseIp } from '#base/address.ts';
import { flowsOf } from '../../tests/agree/flows.ts';

const FOLDER = join(process.env['CAPSCOPE_CORPUS'] ?? '../shared/corpus', 'ja4');
const EXPECTED = join(FOLDER, 'expected.tsv');

/**
 * Where the program differs from its own specification: of an ALPN value whose ends are no letters or digits the document takes
 * hexadecimal digits, the program wrote 99 (FoxIO-LLC/ja4 issue 178: "The documentation is the correct method").
 */
const BY_SPECIFICATION = new Map([['t13d151699_8daaf6152771_e5627efa2ab1', 't13d1516bd_8daaf6152771_e5627efa2ab1']]);

interface Row {
  readonly capture: string;
  readonly ends: string;
  readonly ja4: string;
}

const ip = (text: string): string => formatIp(...parseIp(text)!.words);

function rows(): Row[] {
  const [, ...lines] = readFileSync(EXPECTED, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [capture, src, srcPort, dst, dstPort, ja4] = line.split('\t') as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return { capture, ends: `${ip(src)} ${srcPort} ${ip(dst)} ${dstPort}`, ja4: BY_SPECIFICATION.get(ja4) ?? ja4 };
  });
}

describe.skipIf(!existsSync(EXPECTED))('JA4 of the captures of FoxIO', () => {
  const captures = existsSync(EXPECTED) ? Map.groupBy(rows(), (row) => row.capture) : new Map<string, Row[]>();
  test.each([...captures])('%s', (capture, expected) => {
    const told = flowsOf(join(FOLDER, capture)).map((flow) => [
      `${flow.src.ip} ${flow.src.port} ${flow.dst.ip} ${flow.dst.port}`,
      flow.facts.get('tls.ja4'),
    ]);
    for (const [ends, ofStream] of Map.groupBy(expected, (row) => row.ends)) {
      // A client that was asked to try again says hello twice; of a flow the first print is kept.
      const prints = ofStream.map((row) => row.ja4);
      const found = told.filter(([flow]) => flow === ends).map(([, print]) => print);
      expect(found.filter((print) => print !== undefined).length, ends).toBeGreaterThan(0);
      for (const print of found) if (print !== undefined) expect(prints, ends).toContain(print);
      if (ofStream.length === 1) expect(found, ends).toContain(prints[0]);
    }
  });
});

/** JA4 of real hellos against the prints FoxIO's own program gives them. Skipped where the corpus is absent. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatIp, parseIp } from '#base/address.ts';
import { flowsOf } from '../../tests/agree/flows.ts';

const FOLDER = join(process.env['CAPSCOPE_CORPUS'] ?? '../shared/corpus', 'ja4');
const EXPECTED = join(FOLDER, 'expected.tsv');

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
    return { capture, ends: `${ip(src)} ${srcPort} ${ip(dst)} ${dstPort}`, ja4 };
  });
}

describe.skipIf(!existsSync(EXPECTED))('JA4 of the captures of FoxIO', () => {
  const captures = existsSync(EXPECTED) ? Map.groupBy(rows(), (row) => row.capture) : new Map<string, Row[]>();
  test.each([...captures])('%s', (capture, expected) => {
    const flows = flowsOf(join(FOLDER, capture));
    // A client that was asked to try again says hello twice.
    for (const { ends, ja4 } of expected) {
      const told = flows
        .filter(({ src, dst }) => `${src.ip} ${src.port} ${dst.ip} ${dst.port}` === ends)
        .flatMap(({ facts }) => [facts.get('tls.ja4'), facts.get('tls.ja4_retry')]);
      expect(told, ends).toContain(ja4);
    }
  });
});

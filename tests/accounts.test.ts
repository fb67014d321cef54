/** Every packet of every capture is in exactly one account: their sum is what capinfos counts. */
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './command.ts';
import { CORPUS, corpusCaptures, countedByCapinfos, findProgram } from './corpus.ts';
import { openEngine } from './engine.ts';

const CAPINFOS = findProgram('capinfos');
const PATHS = corpusCaptures();
/** Files of one import: one decode worker reads them all, which is what makes two thousand of them quick. */
const FILES_AN_IMPORT = 200;

const sum = ({
  decoded,
  truncated,
  malformed,
  unsupported,
}: Record<'decoded' | 'truncated' | 'malformed' | 'unsupported', number>): number =>
  decoded + truncated + malformed + unsupported;

test.skipIf(PATHS.length === 0 || CAPINFOS === undefined)(
  'the accounts of every capture in the corpus add up to the packets that capinfos counts',
  { timeout: 300_000 },
  async () => {
    const theirs = await countedByCapinfos(CAPINFOS!, PATHS);
    const paths = [...theirs.keys()];
    const engine = await openEngine();
    const differing: unknown[] = [];
    for (let at = 0; at < paths.length; at += FILES_AN_IMPORT) {
      const some = paths.slice(at, at + FILES_AN_IMPORT);
      const { store, files } = await engine.decode(some);
      await store.close();
      for (const [index, path] of some.entries()) {
        const { packets, accounts } = files[index]!;
        const counted = theirs.get(path);
        if (packets !== counted || sum(accounts) !== counted)
          differing.push({ file: relative(CORPUS, path), counted, packets, ...accounts });
      }
    }
    await engine.close();
    expect(differing).toEqual([]);
    expect(paths.length).toBeGreaterThan(PATHS.length * 0.98);
  },
);

test.skipIf(PATHS.length === 0 || CAPINFOS === undefined)('and so says the command', async () => {
  const some = corpusCaptures('http.cap', 'quic', 'sip').slice(0, 6);
  const theirs = await countedByCapinfos(CAPINFOS!, some);
  for (const [path, counted] of theirs) {
    const { packets, accounts } = JSON.parse((await run(['summary', '--format', 'json', path])).out);
    expect({ path, packets, sum: sum(accounts) }).toEqual({ path, packets: counted, sum: counted });
  }
});

/**
 * `npm run agree -- [SOURCE] [--all]`: prints how far our flows agree with what other programs say of the same
 * captures (tests/agree/), and where they differ; needs the corpus that CAPSCOPE_CORPUS names.
 */
import { parseArgs } from 'node:util';
import { SOURCES } from '../tests/agree/sources.ts';

const FEW = 25;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean' } } });
const names = positionals.length > 0 ? positionals : Object.keys(SOURCES);
for (const name of names) {
  const source = SOURCES[name];
  if (source === undefined) {
    console.error(`usage: npm run agree -- [${Object.keys(SOURCES).join('|')}] [--all]`);
    process.exit(2);
  }
  if (!source.isHere) {
    console.log(`${name}: what it needs is not here`);
    continue;
  }
  const agreement = await source.agree();
  for (const { what, same, explained, of } of agreement.shares)
    console.log(
      `${name.padEnd(8)} ${what.padEnd(32)} ${`${same}/${of}`.padEnd(10)} ${explained} explained, else ${(100 * agreement.share(what)).toFixed(2)} %`,
    );
  for (const [reason, times] of agreement.reasons) console.log(`  ${times} × ${reason}`);
  const { differing } = agreement;
  for (const line of values.all === true ? differing : differing.slice(0, FEW)) console.log(`  ${line}`);
}

/**
 * `node scripts/build-marks.ts` writes src/registry/app-marks.ts: by what each application is told, in the words that head its
 * dissector. tests/app-marks.test.ts holds the two together.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DISSECT = new URL('../src/dissect/', import.meta.url).pathname;
const OUT = new URL('../src/registry/app-marks.ts', import.meta.url).pathname;

/** App → head comments of the files that tell it, sorted by app. */
export function readMarks(): [app: string, mark: string][] {
  const marks = new Map<string, string[]>();
  const files = readdirSync(DISSECT, { recursive: true, encoding: 'utf8' }).sort();
  for (const name of files.filter((file) => file.endsWith('.ts') && !/test(ing)?\.ts$/.test(file))) {
    const text = readFileSync(join(DISSECT, name), 'utf8');
    const head = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1];
    if (head === undefined || !/: Dissector = |= opening\(/.test(text)) continue;
    const mark = head
      .split('\n')
      .map((line) => line.replace(/^ *\* ?/, '').trim())
      .join(' ')
      .trim();
    for (const [, app] of text.matchAll(/(?:^ {2}app: |opening\(\s*)'([^']+)'/gm)) {
      const known = marks.get(app!) ?? [];
      if (!known.includes(mark)) known.push(mark);
      marks.set(app!, known);
    }
  }
  return [...marks].map(([app, told]): [string, string] => [app, told.join(' ')]).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The file's text. */
export function marksFile(): string {
  const lines = readMarks().map(([app, mark]) => `  [${JSON.stringify(app)}, ${JSON.stringify(mark)}],`);
  return `/** By what each application is told, and whose rules those are; written by scripts/build-marks.ts from the heads of the dissectors. */

// biome-ignore format: a line an application
export const APP_MARKS: ReadonlyMap<string, string> = new Map([
${lines.join('\n')}
]);
`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(OUT, marksFile());

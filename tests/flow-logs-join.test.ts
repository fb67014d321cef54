/** Flow logs that come one after the other, late, or while they are still written make the same flows as all of them at once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';

const WAIT = 120_000;
const HOUR_S = 3600;
const BEGIN_S = 1_700_002_800; // 2023-11-14 23:00:00 UTC
const NICS = ['000D3AF87856', '00224871C205'];

let dir: string;
let app: Capscope;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true, now: Date.now });
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The tuples of a flow that begins at a second and is logged every five minutes, until its end. */
function flow(begin: number, minutes: number, port: number): (readonly [number, string])[] {
  const ends = (at: number, state: string, counts: string) =>
    [at, `${BEGIN_S + at},10.0.0.4,203.0.113.9,${port},443,T,O,A,${state},${counts}`] as const;
  const middle = Array.from({ length: Math.floor(minutes / 5) }, (_, i) =>
    ends(begin + (i + 1) * 300 - 1, 'C', '2,200,1,100'),
  );
  return [ends(begin, 'B', ',,,'), ...middle, ends(begin + minutes * 60, 'E', '1,60,1,60')];
}

/** Flows over the ends of hours, one that never ends, denied ones, and the same five numbers twice. */
const TUPLES = [
  ...flow(3000, 40, 50_001),
  ...flow(3500, 130, 50_002),
  ...flow(100, 5, 50_003),
  ...flow(7000, 20, 50_003),
  ...flow(10_700, 300, 50_004).slice(0, 3),
  ...[50, 3650, 7300].map((at) => [at, `${BEGIN_S + at},198.51.100.7,10.0.0.4,40000,22,T,I,D,B,,,,`] as const),
];

/** Records of an hour of one interface, a minute each, as Azure writes them. */
function records(nic: string, hour: number): readonly string[] {
  const byMinute = Map.groupBy(
    TUPLES.filter(([at]) => Math.floor(at / HOUR_S) === hour),
    ([at]) => Math.floor(at / 60),
  );
  return [...byMinute]
    .sort(([a], [b]) => a - b)
    .map(([minute, tuples]) =>
      JSON.stringify({
        time: new Date((BEGIN_S + minute * 60) * 1000).toISOString(),
        category: 'NetworkSecurityGroupFlowEvent',
        resourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG',
        operationName: 'NetworkSecurityGroupFlowEvents',
        properties: {
          Version: 2,
          flows: [
            {
              rule: 'Rule',
              flows: [{ mac: nic, flowTuples: tuples.sort(([a], [b]) => a - b).map(([, text]) => text) }],
            },
          ],
        },
      }),
    );
}

const hourText = (nic: string, hour: number, count = Number.POSITIVE_INFINITY): string =>
  `{"records":[${records(nic, hour).slice(0, count).join(',')}]}`;

const HOURS = [0, 1, 2, 3];
const LOGS = NICS.flatMap((nic) => HOURS.map((hour) => ({ nic, hour, name: `${nic}-${hour}.json` })));

function write(folder: string): ReadonlyMap<string, string> {
  return new Map(
    LOGS.map(({ nic, hour, name }) => {
      const path = join(folder, name);
      writeFileSync(path, hourText(nic, hour));
      return [name, path];
    }),
  );
}

async function importInto(id: string, paths: readonly string[]): Promise<void> {
  const job = app.imports.files(id, paths);
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done' });
}

const FIELDS = [
  'start',
  'end',
  'src.ip',
  'src.port',
  'dst.ip',
  'dst.port',
  'src.bytes',
  'dst.bytes',
  'src.packets',
  'dst.packets',
  'nic',
  'rule',
  'decision',
  'direction',
];

async function flowsOf(id: string): Promise<readonly string[]> {
  const rows: string[] = [];
  for await (const batch of await app.questions.export(id, { scope: { filter: '' }, fields: FIELDS, sort: [] }))
    for (const row of batch) rows.push(JSON.stringify(FIELDS.map((field) => row[field])));
  return rows.sort();
}

let whole: readonly string[] | undefined;
async function atOnce(): Promise<readonly string[]> {
  if (whole !== undefined) return whole;
  const { id } = app.createDataset('At once');
  await importInto(id, [...write(dir).values()]);
  whole = await flowsOf(id);
  return whole;
}

test('all at once, each flow is one', { timeout: WAIT }, async () => {
  const flows = await atOnce();
  expect(flows).toHaveLength(NICS.length * 8);
  expect(flows.filter((text) => text.includes('50002'))).toHaveLength(2);
});

test('a log that is there in part, under another name and written otherwise, counts once, and says so', {
  timeout: WAIT,
}, async () => {
  const clean = await atOnce();
  const paths = write(dir);
  const pretty = (nic: string, hour: number): string => JSON.stringify(JSON.parse(hourText(nic, hour)), undefined, 2);
  const { id } = app.createDataset('In part');
  const part = join(dir, 'saved-at-half-past.json');
  writeFileSync(part, hourText(NICS[0]!, 0, 3));
  await importInto(id, [part]);
  const rest = LOGS.filter(({ nic, hour }) => nic !== NICS[0] || hour !== 0).map(({ name }) => paths.get(name)!);
  await importInto(id, rest);
  // The hour of the part, whole; then once more, when all of it is known.
  const [once, twice] = ['whole.json', 'once-more.json'].map((name) => join(dir, name)) as [string, string];
  writeFileSync(once, pretty(NICS[0]!, 0));
  writeFileSync(twice, `${pretty(NICS[0]!, 0)}\n`);
  await importInto(id, [once]);
  expect(await flowsOf(id)).toEqual(clean);
  const said = (await app.files(id)).find(({ name }) => name === 'whole.json')!.warnings;
  expect(said).toEqual([
    '3 entries of it are in the dataset already, as saved-at-half-past.json; only the rest is counted',
  ]);
  const job = app.imports.files(id, [twice]);
  const failed = await app.jobs.ended(job.id);
  expect(failed.error).toMatch(
    /^once-more\.json: the dataset has this capture already, as (whole|saved-at-half-past)\.json; it is not/,
  );
  expect(await flowsOf(id)).toEqual(clean);
  const forced = app.imports.files(id, [twice], { again: true });
  expect(await app.jobs.ended(forced.id)).toMatchObject({ state: 'done' });
  expect(await flowsOf(id)).not.toEqual(clean);
});

test.each([
  ['in order', [0, 4, 1, 5, 2, 6, 3, 7]],
  ['one interface after the other', [0, 1, 2, 3, 4, 5, 6, 7]],
  ['backwards', [7, 6, 5, 4, 3, 2, 1, 0]],
  ['with an hour that comes late', [0, 4, 2, 6, 3, 7, 1, 5]],
] as const)('%s: the same flows', { timeout: WAIT }, async (name, order) => {
  const paths = write(dir);
  const { id } = app.createDataset(name);
  for (const index of order) await importInto(id, [paths.get(LOGS[index]!.name)!]);
  expect(await flowsOf(id)).toEqual(await atOnce());
  expect(await app.files(id)).toHaveLength(8);
});

test('a tag stays with the flow that its interface logged, when logs are read again', { timeout: WAIT }, async () => {
  const paths = write(dir);
  const { id } = app.createDataset('Tagged');
  const ofHour = (wanted: number): readonly string[] =>
    LOGS.filter(({ hour }) => hour === wanted).map(({ name }) => paths.get(name)!);
  const tagged = async (): Promise<readonly unknown[]> => {
    const rows: unknown[] = [];
    const fields = ['nic', 'src.port', 'tag'];
    for await (const batch of await app.questions.export(id, { scope: { filter: 'tag == mine' }, fields, sort: [] }))
      for (const row of batch) rows.push([row.nic, row['src.port']]);
    return rows;
  };
  await importInto(id, ofHour(1));
  const filter = 'nic == "00:22:48:71:c2:05" and port == 50001';
  const marked = await app.own.mark(id, { on: { kind: 'scope', scope: { filter } }, add: ['mine'], remove: [] });
  expect(marked).toMatchObject({ matched: 1, changed: 1 });
  const one = [['00:22:48:71:c2:05', 50_001]];
  expect(await tagged()).toEqual(one);
  await importInto(id, ofHour(0));
  expect(await tagged()).toEqual(one);
});

test('a late log whose neighbour has gone is not joined, and says so; nothing is lost', { timeout: WAIT }, async () => {
  const folder = mkdtempSync(join(dir, 'gone-'));
  const paths = write(folder);
  const { id } = app.createDataset('Gone');
  for (const name of [LOGS[0]!.name, LOGS[2]!.name]) await importInto(id, [paths.get(name)!]);
  const before = await flowsOf(id);
  rmSync(paths.get(LOGS[0]!.name)!);
  const job = app.imports.files(id, [paths.get(LOGS[1]!.name)!]);
  const ended = await app.jobs.ended(job.id);
  expect(ended.warnings.join('\n')).toContain(`flows that began or ended in ${LOGS[0]!.name} are not joined`);
  const now = await flowsOf(id);
  for (const row of before) expect(now).toContain(row);
});

test('each flow is of the logs that tell of it, whatever the order they come in', { timeout: WAIT }, async () => {
  const folder = mkdtempSync(join(dir, 'files-'));
  const paths = write(folder);
  const names = LOGS.filter(({ nic }) => nic === NICS[0]).map(({ name }) => name);
  const filesOf = async (order: readonly (readonly number[])[]) => {
    const { id } = app.createDataset(`Files of ${order.length} imports`);
    for (const part of order)
      await importInto(
        id,
        part.map((index) => paths.get(names[index]!)!),
      );
    const rows: string[] = [];
    for await (const batch of await app.questions.export(id, {
      scope: { filter: '' },
      fields: ['src.port', 'start', 'file'],
    }))
      for (const row of batch)
        rows.push(
          `${row['src.port']} ${String(row.file)
            .split(', ')
            .map((name) => names.indexOf(name))
            .sort()}`,
        );
    return rows.sort();
  };
  const told = ['40000 0', '40000 1', '40000 2', '50001 0,1', '50002 0,1,2,3', '50003 0', '50003 1,2', '50004 2,3'];
  expect(await filesOf([[0, 1, 2, 3]])).toEqual(told);
  expect(await filesOf([[1, 2], [3], [0]])).toEqual(told);
});

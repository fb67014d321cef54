/** One stream of time per dataset: captures cut in pieces and imported in any order give the flows of the whole. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { ROW_KEYS } from '#app/rows.ts';
import type { FlowRow } from '#query/question.ts';
import { corpusCaptures, findProgram, output } from './corpus.ts';

let dir: string;
let app: Capscope;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-stream-'));
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, onBug: (error) => console.error(error) });
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Imports the groups of files one after another into a new dataset. */
async function dataset(groups: readonly (readonly string[])[]): Promise<string> {
  const { id } = app.createDataset(undefined, 'Stream');
  for (const paths of groups) {
    const job = app.importFiles(id, paths);
    expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done' });
  }
  return id;
}

/** All that is told of each flow but its number. */
async function flowsOf(id: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const rows of await app.export(id, { scope: { filter: '' }, fields: ROW_KEYS }))
    for (const { id: _, ...row } of rows as readonly (FlowRow & { id?: number })[]) lines.push(JSON.stringify(row));
  return lines.sort();
}

/** Bytes of each bin and app: what the time strip draws. */
async function throughputOf(id: string): Promise<unknown> {
  const reply = await app.ask(id, { kind: 'timeline', scope: { filter: '' }, by: 'app', limit: 20, bins: 50 });
  if (!reply.ok || reply.answer === undefined) throw new Error('no timeline');
  return reply.answer.series;
}

async function totalsOf(id: string): Promise<unknown> {
  const reply = await app.ask(id, { kind: 'totals', scope: { filter: '' } });
  return reply.ok ? reply.answer : reply;
}

const EDITCAP = findProgram('editcap');
const NAMES = [
  'KakaoTalk_chat.pcap',
  'ftp.pcap',
  'WebattackSQLinj.pcap',
  'teams.pcap',
  'emotet.pcap',
  'whatsapp.pcap',
  'tls_port_80.pcapng',
  'quic-mvfst-22.pcap',
  'bittorrent.pcap',
];
const CAPTURES = corpusCaptures('ndpi/pcap/').filter((path) => NAMES.includes(basename(path)));

describe.skipIf(CAPTURES.length === 0 || EDITCAP === undefined)('a real capture cut in pieces', () => {
  test.for(CAPTURES.map((path) => [basename(path), path] as const))(
    '%s',
    { timeout: 120_000 },
    async ([name, path]) => {
      const folder = mkdtempSync(join(dir, 'cut-'));
      const whole = join(folder, 'whole.pcapng');
      copyFileSync(path, whole);
      const packets = Number(
        (await output(findProgram('capinfos')!, ['-c', '-M', '-T', '-r', '-m', path])).split(',').at(-1),
      );
      await output(EDITCAP!, ['-c', String(Math.ceil(packets / 4)), whole, join(folder, 'piece.pcapng')]);
      const pieces = readdirSync(folder)
        .filter((piece) => piece.startsWith('piece_'))
        .sort()
        .map((piece) => join(folder, piece));
      expect(pieces.length, name).toBeGreaterThan(1);
      const one = await dataset([[whole]]);
      const expected = await flowsOf(one);
      const orders: Record<string, readonly (readonly string[])[]> = {
        together: [pieces],
        'one after another': pieces.map((piece) => [piece]),
        backwards: pieces.toReversed().map((piece) => [piece]),
        'from the middle': [...pieces.slice(1), pieces[0]!].map((piece) => [piece]),
        'the ends, then what lies between': [[pieces[0]!, pieces.at(-1)!], pieces.slice(1, -1)],
      };
      for (const [order, groups] of Object.entries(orders)) {
        const id = await dataset(groups);
        expect(await flowsOf(id), `${name}: ${order}`).toEqual(expected);
        expect(await throughputOf(id), `${name}: ${order}`).toEqual(await throughputOf(one));
        expect(await totalsOf(id), `${name}: ${order}`).toEqual(await totalsOf(one));
      }
    },
  );
});

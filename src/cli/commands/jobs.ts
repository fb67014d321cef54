/** The jobs of a data directory: listed, paused, resumed, tried again, cancelled, by the server that has it. */
import { KeptJobs } from '#app/jobs/kept.ts';
import type { Job } from '#app/model.ts';
import { chosenDataDir } from '../data-dir-option.ts';
import { callTo } from '../door.ts';
import { bytes, count, printable, seconds } from '../format.ts';
import { servedBy } from '../served.ts';
import { readArguments, usage } from '../usage.ts';

const ACTIONS: Readonly<Record<string, readonly ['POST' | 'DELETE', string]>> = {
  pause: ['POST', '/pause'],
  resume: ['POST', '/resume'],
  retry: ['POST', '/resume'],
  finish: ['POST', '/finish'],
  forget: ['POST', '/forget'],
  cancel: ['DELETE', ''],
};

export async function jobs(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    'data-dir': { type: 'string' },
    json: { type: 'boolean' },
  });
  const [action = 'list', ...ids] = positionals;
  const dir = chosenDataDir(values['data-dir']);
  const port = servedBy(dir, Date.now())?.port;
  if (action === 'list') {
    // Without a server, what the last one left is told.
    const list =
      port === undefined ? new KeptJobs(dir).read().map(({ job }) => job) : await call<Job[]>(port, 'GET', '');
    process.stdout.write(values.json ? `${JSON.stringify(list)}\n` : list.map(line).join(''));
    if (!values.json)
      process.stderr.write(port === undefined ? asKept(dir, list) : list.length === 0 ? 'No jobs.\n' : '');
    return;
  }
  const [method, path] = ACTIONS[action] ?? [];
  if (method === undefined || path === undefined)
    throw usage(`capscope jobs can ${['list', ...Object.keys(ACTIONS)].join(', ')}; not ${JSON.stringify(action)}`);
  if (ids.length === 0) throw usage(`capscope jobs ${action} takes the jobs that are meant; capscope jobs lists them`);
  if (port === undefined) throw usage(`no server has ${dir}: start capscope first; it goes on with its jobs`);
  for (const id of ids) {
    const job = await call<Job>(port, method, `/${encodeURIComponent(id)}${path}`);
    if (action !== 'forget') process.stdout.write(line(job));
  }
}

/** What goes on when a server starts is what has not ended. */
function asKept(dir: string, list: readonly Job[]): string {
  const open = list.filter(({ ended }) => ended === undefined).length;
  const more =
    list.length === 0
      ? 'no jobs are kept there'
      : open === 0
        ? 'all of these have ended'
        : `${open} of these go on with capscope`;
  return `No server runs on ${dir}: ${more}.\n`;
}

function call<T>(port: number, method: string, path: string): Promise<T> {
  return callTo(`http://127.0.0.1:${port}`)<T>(method, `/api/jobs${path}`, method === 'POST' ? {} : undefined);
}

function line(job: Job): string {
  const done = Math.max(job.bytesRead, job.bytesReceived ?? 0);
  const parts = [
    job.bytesTotal === undefined ? bytes(done) : `${bytes(done)} of ${bytes(job.bytesTotal)}`,
    `${count(job.packets)} packets`,
    `${count(job.flows)} flows`,
  ];
  if (job.state === 'running' && job.bytesPerSecond > 0) parts.push(`${bytes(job.bytesPerSecond)}/s`);
  if (job.state === 'running' && job.secondsLeft !== undefined) parts.push(`${seconds(job.secondsLeft)} left`);
  const why = job.error === undefined ? [] : [`    ${job.error}`];
  const warnings = job.warnings.map((warning) => `    ${warning}`);
  const head = `${job.id}  ${job.state.padEnd(9)}  ${job.kind.padEnd(8)}  ${job.name}  (${parts.join(', ')})`;
  return [head, ...why, ...warnings].map((text) => `${printable(text)}\n`).join('');
}

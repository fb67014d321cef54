/** Progress of an import on standard error: a line that is rewritten on a terminal, a line now and then elsewhere. */
import type { Job } from '#app/model.ts';
import { bytes, count, seconds } from './format.ts';

const BAR_WIDTH = 20;
const PLAIN_INTERVAL_MS = 5000;

export interface Progress {
  show(job: Job): void;
  /** Takes the rewritten line away. */
  clear(): void;
}

export function openProgress(stream: NodeJS.WriteStream, now: () => number): Progress {
  return stream.isTTY ? terminal(stream) : plain(stream, now);
}

function terminal(stream: NodeJS.WriteStream): Progress {
  return {
    show(job) {
      const line = `${bar(job)}${numbers(job)}`.slice(0, (stream.columns ?? 80) - 1);
      stream.write(`\r\u001b[K${line}`);
    },
    clear: () => void stream.write('\r\u001b[K'),
  };
}

function plain(stream: NodeJS.WriteStream, now: () => number): Progress {
  let next = now() + PLAIN_INTERVAL_MS;
  return {
    show(job) {
      if (now() < next) return;
      next = now() + PLAIN_INTERVAL_MS;
      stream.write(`${job.name}: ${numbers(job)}\n`);
    },
    clear: () => {},
  };
}

function bar(job: Job): string {
  if (!job.bytesTotal) return '';
  const part = Math.min(1, job.bytesRead / job.bytesTotal);
  const full = Math.round(part * BAR_WIDTH);
  return `[${'#'.repeat(full)}${' '.repeat(BAR_WIDTH - full)}] ${String(Math.floor(part * 100)).padStart(3)} %  `;
}

function numbers(job: Job): string {
  const parts = [
    job.bytesTotal === undefined ? bytes(job.bytesRead) : `${bytes(job.bytesRead)} of ${bytes(job.bytesTotal)}`,
    `${count(job.packets)} packets`,
    `${count(job.flows)} flows`,
  ];
  if (job.bytesPerSecond > 0) parts.push(`${bytes(job.bytesPerSecond)}/s`);
  if (job.secondsLeft !== undefined) parts.push(`${seconds(job.secondsLeft)} left`);
  return parts.join('  ');
}

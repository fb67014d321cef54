/**
 * Jobs on disk: jobs/ID.json in the data directory, replaced whole at every change of state, so that a crash leaves either what was
 * before or what came after. What is in a plan is on disk: never a secret.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../model.ts';

export interface KeptJob {
  readonly job: Job;
  /** checked by the job's kind when it is read back */
  readonly plan: unknown;
}

const FILE = /^([a-z0-9]{1,20})\.json$/;

export class KeptJobs {
  readonly #dir: string;
  #isMade = false;

  constructor(dataDir: string) {
    this.#dir = join(dataDir, 'jobs');
  }

  /** In the order they were made; what can't be read is left out. */
  read(): readonly KeptJob[] {
    let names: string[];
    try {
      names = readdirSync(this.#dir);
    } catch {
      return [];
    }
    const kept = names.flatMap((name): KeptJob[] => {
      const [, id] = FILE.exec(name) ?? [];
      if (id === undefined) return [];
      try {
        const { job, plan } = JSON.parse(readFileSync(join(this.#dir, name), 'utf8')) as Partial<KeptJob>;
        return job?.id === id && typeof job.dataset === 'string' && typeof job.kind === 'string' ? [{ job, plan }] : [];
      } catch {
        return [];
      }
    });
    return kept.sort((a, b) => a.job.created - b.job.created || (a.job.id < b.job.id ? -1 : 1));
  }

  write(kept: KeptJob): void {
    if (!this.#isMade) mkdirSync(this.#dir, { recursive: true });
    this.#isMade = true;
    const path = join(this.#dir, `${kept.job.id}.json`);
    writeFileSync(`${path}.new`, JSON.stringify(kept));
    renameSync(`${path}.new`, path);
  }

  remove(id: string): void {
    rmSync(join(this.#dir, `${id}.json`), { force: true });
  }
}

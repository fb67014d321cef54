import { expect, test } from 'vitest';
import type { Job } from '#app/model.ts';
import { othersUnderWay } from './other-jobs.ts';
import type { Upload } from './uploads.ts';

const job = (id: string, change: Partial<Job> = {}) => ({ id, dataset: 'd', state: 'running', ...change }) as Job;
const upload = (change: Partial<Upload>) => ({ dataset: 'd', state: 'sent', ...change }) as Upload;
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

test('after a reload the page shows the imports that the server has under way, paused ones too', () => {
  const jobs = [job('1'), job('2', { state: 'paused' }), job('3', { state: 'done' }), job('4', { state: 'waiting' })];
  expect(ids(othersUnderWay(jobs, []))).toEqual(['1', '2', '4']);
});

test('an import with a row of its own is not shown twice, not even before the page knows its number', () => {
  expect(ids(othersUnderWay([job('1'), job('2')], [upload({ job: '1' })]))).toEqual(['2']);
  const jobs = [job('1'), job('2', { dataset: 'e' })];
  expect(ids(othersUnderWay(jobs, [upload({ state: 'sending' })]))).toEqual(['2']);
});

test('what goes on until somebody ends it is in the list of the top bar alone', () => {
  expect(othersUnderWay([job('1', { standing: true })], [])).toEqual([]);
});

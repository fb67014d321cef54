/** What the user does with jobs. Each throws an ApiFailure whose message is for him. */
import type { Job } from '#app/model.ts';
import { callApi } from './api.ts';

const at = (id: string, what = '') => `/api/jobs/${encodeURIComponent(id)}${what}`;

/** It rests where it is; what has come is kept. */
export const pauseJob = (id: string): Promise<Job> => callApi('POST', at(id, '/pause'), {});
/** Goes on, or tries again what failed; with the link once more where the job needs it. */
export const resumeJob = (id: string, url?: string): Promise<Job> =>
  callApi('POST', at(id, '/resume'), url === undefined ? {} : { url });
/** Ends a live stream; what has come stays. */
export const finishJob = (id: string): Promise<Job> => callApi('POST', at(id, '/finish'), {});
export const cancelJob = (id: string): Promise<Job> => callApi('DELETE', at(id));
/** Takes one that has ended from the list. */
export const forgetJob = (id: string): Promise<unknown> => callApi('POST', at(id, '/forget'), {});

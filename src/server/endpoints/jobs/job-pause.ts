import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { JobReply } from '../../schemas.ts';

export const jobPause = endpoint({
  method: 'POST',
  path: '/api/jobs/:id/pause',
  summary: 'Let a job rest where it is; another import of the dataset goes first meanwhile',
  params: z.object({ id: z.string().max(20) }),
  reply: JobReply,
  handler: ({ app, params }) => app.jobs.pause(params.id),
});

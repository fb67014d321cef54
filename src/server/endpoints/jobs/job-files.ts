import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { JobFileReply } from '../../schemas.ts';

export const jobFiles = endpoint({
  method: 'GET',
  path: '/api/jobs/:id/files',
  summary: 'The captures of a job of several, each with its state',
  params: z.object({ id: z.string().max(20) }),
  reply: z.array(JobFileReply),
  handler: ({ app, params }) => [...app.jobs.files(params.id)],
});

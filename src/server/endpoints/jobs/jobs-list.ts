import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { JobReply } from '../../schemas.ts';

export const jobsList = endpoint({
  method: 'GET',
  path: '/api/jobs',
  summary: 'Imports under way and those that ended lately',
  reply: z.array(JobReply),
  handler: ({ app }) => [...app.jobs.list()],
});

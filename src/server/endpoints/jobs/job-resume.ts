import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { JobReply } from '../../schemas.ts';

export const jobResume = endpoint({
  method: 'POST',
  path: '/api/jobs/:id/resume',
  summary: 'A paused job goes on, a failed one is tried again',
  params: z.object({ id: z.string().max(20) }),
  body: z.strictObject({
    url: z.string().min(1).max(20_000).optional().meta({
      description: 'the link once more, for a job that needs it: secrets of links are kept in memory only',
    }),
  }),
  reply: JobReply,
  handler: ({ app, params, body }) => app.resumeJob(params.id, body),
});

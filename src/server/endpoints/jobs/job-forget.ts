import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';

export const jobForget = endpoint({
  method: 'POST',
  path: '/api/jobs/:id/forget',
  summary: 'Take a job that has ended from the list',
  params: z.object({ id: z.string().max(20) }),
  reply: z.object({}),
  handler: ({ app, params }) => {
    app.jobs.forget(params.id);
    return {};
  },
});

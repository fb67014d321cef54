import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { JobReply } from '../../schemas.ts';

export const jobCancel = endpoint({
  method: 'DELETE',
  path: '/api/jobs/:id',
  summary: 'Stop an import; the dataset is then as it was before',
  params: z.object({ id: z.string().max(20) }),
  reply: JobReply,
  handler: ({ app, params }) => app.jobs.cancel(params.id),
});

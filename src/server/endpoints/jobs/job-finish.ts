import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { JobReply } from '../../schemas.ts';

export const jobFinish = endpoint({
  method: 'POST',
  path: '/api/jobs/:id/finish',
  summary:
    'End a live stream (PCAP-over-IP) and keep what has come; other imports go on. Answers when the import has ended',
  params: z.object({ id: z.string().max(20) }),
  reply: JobReply,
  handler: ({ app, params }) => app.finishStream(params.id),
});

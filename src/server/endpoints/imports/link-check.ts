import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';

export const linkCheck = endpoint({
  method: 'POST',
  path: '/api/link',
  summary: 'What a URL allows, before it is fetched: the signature of Azure storage read and explained',
  body: z.strictObject({ url: z.string().min(1).max(20_000) }),
  reply: z.object({
    shown: z.string().meta({ description: 'the URL without its query' }),
    name: z.string(),
    signature: z.string().optional().meta({ description: 'what the signature allows, and until when' }),
    findings: z.array(z.object({ weight: z.enum(['stop', 'warn']), message: z.string() })),
  }),
  handler: async ({ app, body }) => app.imports.link(body.url),
});

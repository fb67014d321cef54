import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';

export const interfacesList = endpoint({
  method: 'GET',
  path: '/api/interfaces',
  summary: 'Interfaces of this machine that can be captured on; 403 says why there are none to choose',
  reply: z.array(z.object({ name: z.string(), about: z.string().optional() })),
  handler: async ({ app }) => [...(await app.live.interfaces())],
});

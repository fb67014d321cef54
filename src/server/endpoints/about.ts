import { z } from 'zod';
import { licences, version } from '#app/about.ts';
import { FIELDS } from '#fields/table.ts';
import { endpoint } from '../endpoint.ts';

export const about = endpoint({
  method: 'GET',
  path: '/api/about',
  summary: 'Version, licences of what is bundled, and the table of fields',
  reply: z.object({
    name: z.string(),
    version: z.string(),
    licences: z.array(z.object({ name: z.string(), licence: z.string(), what: z.string() })).readonly(),
    fields: z.array(z.record(z.string(), z.unknown())).readonly(),
  }),
  handler: () => ({
    name: 'Capscope',
    version: version(),
    licences: licences(),
    fields: FIELDS.map((field) => ({ ...field })),
  }),
});

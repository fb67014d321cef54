import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { StorageAddress } from '../../schemas.ts';

export const azureList = endpoint({
  method: 'POST',
  path: '/api/azure/list',
  summary:
    'What lies in a storage of Azure, by name, a page at a time; captures and flow logs of Network Watcher are recognised by their paths. The address is never kept or told',
  body: z.strictObject({
    ...StorageAddress,
    prefix: z.string().max(1024).optional().meta({ description: 'names that begin with it' }),
    after: z.string().max(4096).optional().meta({ description: 'next of the page before' }),
    level: z.boolean().optional().meta({ description: 'one level alone: what lies deeper is told as folders' }),
    limit: z.number().int().min(1).max(5000).optional(),
  }),
  reply: z.object({
    shown: z.string().meta({ description: 'the address without its secrets' }),
    container: z.string().optional(),
    containers: z.array(z.string()).meta({ description: 'of an account, where no container was named' }),
    folders: z
      .array(z.string())
      .meta({ description: 'beginnings of names up to a "/", where one level was asked for' }),
    blobs: z.array(
      z.object({
        path: z.string(),
        bytes: z.number(),
        modified: z.number().meta({ description: 'ms since 1970 UTC' }),
        archived: z.boolean().meta({ description: 'in the archive tier: cannot be read now' }),
        place: z
          .object({
            kind: z.enum(['capture', 'flow log']),
            subscription: z.string(),
            group: z.string().optional(),
            target: z.string().meta({ description: 'virtual machine, scale set, security group or flow log' }),
            day: z.string().meta({ description: '2025-01-31, UTC' }),
            time: z.string(),
            nic: z.string().optional(),
          })
          .optional(),
      }),
    ),
    next: z.string().optional(),
  }),
  handler: ({ app, body: { address, container, signedIn, ...page } }) =>
    app.azure.list({ address, container, signedIn }, page),
});

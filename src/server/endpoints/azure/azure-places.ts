import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';

export const azureSubscriptions = endpoint({
  method: 'GET',
  path: '/api/azure/subscriptions',
  summary: 'Subscriptions of the user signed in to Azure',
  reply: z.object({
    subscriptions: z.array(z.object({ id: z.string(), name: z.string(), state: z.string() })).readonly(),
  }),
  handler: async ({ app }) => ({ subscriptions: await app.azure.captures.subscriptions() }),
});

const Place = { name: z.string(), group: z.string(), location: z.string() };

export const azurePlaces = endpoint({
  method: 'GET',
  path: '/api/azure/subscriptions/:subscription',
  summary: 'Network Watchers, machines, scale sets and storage accounts of a subscription',
  params: z.object({ subscription: z.string().max(64) }),
  reply: z.object({
    watchers: z.array(z.object(Place)).readonly(),
    machines: z
      .array(
        z.object({
          ...Place,
          id: z.string(),
          kind: z.enum(['virtual machine', 'scale set']),
          os: z.string().optional(),
        }),
      )
      .readonly(),
    accounts: z.array(z.object({ ...Place, id: z.string(), blobs: z.string().optional() })).readonly(),
    failures: z.array(z.string()).readonly().meta({ description: 'why something could not be listed' }),
  }),
  handler: ({ app, params }) => app.azure.captures.places(params.subscription),
});

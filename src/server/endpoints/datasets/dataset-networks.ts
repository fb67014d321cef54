import { z } from 'zod';
import { MOST_NETWORKS } from '#query/networks.ts';
import { endpoint } from '../../endpoint.ts';
import { DatasetId } from '../../schemas.ts';

const Degrees = z.number().meta({ description: 'degrees; both or neither' });
const Network = {
  cidr: z.string().max(100).meta({ description: 'a block of addresses: 10.1.0.0/16' }),
  name: z.string().max(400).meta({ description: 'operator of what lies in the block; of one address its name' }),
  country: z.string().max(100).optional().meta({ description: 'ISO 3166-1 alpha-2, or an English name' }),
  lat: Degrees.optional(),
  lon: Degrees.optional(),
};
const List = z.object({ networks: z.array(z.object(Network)).readonly() });

export const networksGet = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/networks',
  summary: "The user's own networks",
  params: DatasetId,
  reply: List,
  handler: async ({ app, params }) => ({ networks: await app.own.networks(params.id) }),
});

export const networksPut = endpoint({
  method: 'PUT',
  path: '/api/datasets/:id/networks',
  summary: 'Set them all: names, countries and operators of all flows follow at once; the innermost block counts',
  params: DatasetId,
  body: z.strictObject({ networks: z.array(z.strictObject(Network)).max(MOST_NETWORKS) }),
  reply: List,
  handler: async ({ app, params, body }) => ({ networks: await app.own.setNetworks(params.id, body.networks) }),
});

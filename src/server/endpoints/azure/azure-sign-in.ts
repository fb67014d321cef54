import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';

const State = z.object({
  state: z.enum(['out', 'code', 'in']).meta({ description: 'code: somebody is to type it at the address' }),
  way: z.enum(['machine', 'code', 'application']).optional(),
  name: z.string().optional().meta({ description: 'who, as Azure tells' }),
  cloud: z.string(),
  code: z.object({ url: z.string(), code: z.string() }).optional(),
  error: z.string().optional().meta({ description: 'why the last attempt failed' }),
});

export const azureSignInState = endpoint({
  method: 'GET',
  path: '/api/azure/sign-in',
  summary: 'Who is signed in to Azure, or how far a sign-in with a code is',
  reply: State,
  handler: ({ app }) => app.azure.signIn.state,
});

const tenant = z.string().min(1).max(253).meta({ description: 'directory ID or domain' });
const client = z.string().min(1).max(64).meta({ description: 'client ID of the application' });
const cloud = z.enum(['public', 'china', 'usgovernment']).optional();

export const azureSignIn = endpoint({
  method: 'POST',
  path: '/api/azure/sign-in',
  summary:
    'Sign in to Azure: as this machine is (environment, managed identity, az login), by a code, or as an application. Tokens and secrets are in memory only',
  body: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('machine'), tenant: tenant.optional(), cloud }),
    z.strictObject({ kind: z.literal('code'), tenant: tenant.optional(), client: client.optional(), cloud }),
    z.strictObject({ kind: z.literal('application'), tenant, client, secret: z.string().min(1).max(1000), cloud }),
  ]),
  reply: State,
  handler: ({ app, body: { cloud: chosen, ...way } }) => app.azure.signIn.begin(way, chosen),
});

export const azureSignOut = endpoint({
  method: 'DELETE',
  path: '/api/azure/sign-in',
  summary: 'Sign out of Azure: its tokens are forgotten',
  reply: State,
  handler: ({ app }) => {
    app.azure.signIn.out();
    return app.azure.signIn.state;
  },
});

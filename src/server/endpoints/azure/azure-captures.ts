import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply } from '../../schemas.ts';

const Watcher = z.object({
  subscription: z.string().max(64),
  group: z.string().max(128).meta({ description: 'resource group of the Network Watcher, usually NetworkWatcherRG' }),
  watcher: z.string().max(128).meta({ description: 'usually NetworkWatcher_ and the region' }),
});
const One = z.object({ ...Watcher.shape, name: z.string().max(128) });
const AT = '/api/azure/captures/:subscription/:group/:watcher';

const Session = z.object({
  ...One.shape,
  target: z.string().meta({ description: 'resource ID of the machine or scale set' }),
  provisioning: z.string(),
  bytesPerPacket: z.number().optional().meta({ description: '0 = whole packets' }),
  bytesPerSession: z.number().optional(),
  seconds: z.number().optional(),
  continuous: z.boolean(),
  filters: z.number(),
  storagePath: z.string().optional().meta({ description: 'address of its blob' }),
  storage: z.string().optional(),
  localPath: z.string().optional(),
});

const Filter = z.strictObject({
  protocol: z.enum(['TCP', 'UDP', 'Any']).optional(),
  localIp: z.string().max(2000).optional().meta({ description: 'an address, a range a-b, or several a;b' }),
  remoteIp: z.string().max(2000).optional(),
  localPort: z.string().max(2000).optional(),
  remotePort: z.string().max(2000).optional(),
});

const Start = z.strictObject({
  name: z.string().max(128),
  target: z.string().max(2000).meta({ description: 'resource ID of a machine, scale set or instance' }),
  instances: z.array(z.string().max(128)).max(1000).optional(),
  bytesPerPacket: z.number().optional(),
  bytesPerSession: z.number().optional(),
  seconds: z.number().optional(),
  storage: z.string().max(2000).optional().meta({ description: 'resource ID of a storage account' }),
  storagePath: z.string().max(4096).optional(),
  localPath: z.string().max(1024).optional(),
  filters: z.array(Filter).max(50).optional(),
  continuous: z
    .strictObject({ files: z.number().optional(), bytesPerFile: z.number().optional(), seconds: z.number().optional() })
    .optional()
    .meta({ description: 'a ring of files' }),
  dataset: DatasetId.shape.id.optional().meta({ description: 'where the finished capture goes; made when absent' }),
  follow: z.boolean().optional().meta({ description: 'false: the finished capture is not imported' }),
});

export const azureCapturesList = endpoint({
  method: 'GET',
  path: AT,
  summary: 'Capture sessions of a Network Watcher',
  params: Watcher,
  reply: z.object({ sessions: z.array(Session).readonly() }),
  handler: async ({ app, params }) => ({ sessions: await app.azure.captures.list(params) }),
});

export const azureCaptureStart = endpoint({
  method: 'POST',
  path: AT,
  summary: 'Start a capture session; its capture is imported when it has ended',
  params: Watcher,
  body: Start,
  reply: z.object({
    session: Session,
    dataset: z.string().optional(),
    job: JobReply.optional().meta({ description: 'follows the session; absent where its file stays on the machine' }),
  }),
  status: 201,
  async handler({ app, params, body: { dataset, follow = true, ...request } }) {
    if (dataset !== undefined) app.dataset(dataset);
    const session = await app.azure.captures.start(params, request);
    if (session.storagePath === undefined || !follow) return { session };
    const into = dataset ?? app.createDataset(undefined, session.name).id;
    return { session, dataset: into, job: app.azure.follow(into, session) };
  },
});

export const azureCaptureStatus = endpoint({
  method: 'GET',
  path: `${AT}/:name`,
  summary: 'What a capture session does',
  params: One,
  reply: z.object({
    state: z.enum(['not started', 'running', 'stopped', 'error', 'unknown']),
    started: z.number().optional().meta({ description: 'ms since 1970 UTC' }),
    reason: z.string().optional(),
    errors: z.array(z.string()).readonly(),
  }),
  handler: ({ app, params }) => app.azure.captures.status(params),
});

const Done = z.object({ done: z.literal(true) });

export const azureCaptureStop = endpoint({
  method: 'POST',
  path: `${AT}/:name/stop`,
  summary: 'Stop a capture session; its blob appears after that',
  params: One,
  reply: Done,
  async handler({ app, params }) {
    await app.azure.captures.stop(params);
    return { done: true as const };
  },
});

export const azureCaptureDelete = endpoint({
  method: 'DELETE',
  path: `${AT}/:name`,
  summary: 'Delete a capture session; its blobs stay',
  params: One,
  reply: Done,
  async handler({ app, params }) {
    await app.azure.captures.delete(params);
    return { done: true as const };
  },
});

export const azureCaptureImport = endpoint({
  method: 'POST',
  path: `${AT}/:name/import`,
  summary: 'Import what a capture session writes: now, if it has ended, else when it has',
  params: One,
  body: z.strictObject({ dataset: DatasetId.shape.id.optional() }),
  reply: z.object({ dataset: z.string(), job: JobReply }),
  status: 202,
  async handler({ app, params, body: { dataset } }) {
    if (dataset !== undefined) app.dataset(dataset);
    const session = await app.azure.captures.get(params);
    const into = dataset ?? app.createDataset(undefined, session.name).id;
    return { dataset: into, job: app.azure.follow(into, session) };
  },
});

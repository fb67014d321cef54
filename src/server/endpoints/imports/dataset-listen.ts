import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, JobReply, Keep } from '../../schemas.ts';

const Path = z.string().min(1).max(4096);

export const datasetListen = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/listen',
  summary:
    'Listen on a port for senders of PCAP-over-IP; answers when they may connect. It goes on until /api/jobs/:id/finish, also after a restart',
  params: DatasetId,
  body: z.strictObject({
    port: z.int().min(0).max(65_535).meta({ description: '0: any that is free; the answer tells which' }),
    host: z
      .string()
      .min(1)
      .max(253)
      .optional()
      .meta({ description: 'address of this machine; 127.0.0.1: senders on this machine only' }),
    tls: z
      .union([z.enum(['none', 'own']), z.strictObject({ cert: Path, key: Path })])
      .optional()
      .meta({ description: 'own: a certificate made now, its fingerprint is told; or PEM files on this machine' }),
    token: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'must be the first line that a sender says; only its hash is kept' }),
    from: z
      .array(z.string().max(64))
      .max(100)
      .optional()
      .meta({ description: 'networks that senders may come from, as 10.0.0.0/8' }),
    idleSeconds: z
      .number()
      .min(0)
      .max(1e6)
      .optional()
      .meta({ description: 'a sender that is silent for so long is ended; 0 = never' }),
    ...Keep,
  }),
  reply: JobReply,
  status: 202,
  handler: ({ app, params, body }) => {
    app.dataset(params.id);
    return app.live.listen(params.id, body);
  },
});

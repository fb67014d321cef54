/**
 * Uploads that can be taken up where they broke off: tus 1.0 (core, creation, termination) under /api/uploads. The protocol is
 * @tus/server's; where bytes go is the app's. An upload is JOB-FILE; the page announces its files first (dataset-uploads.ts), other
 * clients make one by POST with the metadata `dataset` and `filename`.
 */
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { DataStore, Server, Upload } from '@tus/server';
import type { FastifyInstance } from 'fastify';
import type { Capscope } from '#app/capscope.ts';
import { AppError } from '#base/errors.ts';
import { statusOf } from './errors.ts';

const PATH = '/api/uploads';
const GONE = { status_code: 404, body: 'there is no such upload\n' };

/** What @tus/server answers with. */
function asTusError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  return { status_code: statusOf(error.code), body: `${error.message}\n`, message: error.message };
}

class Bytes extends DataStore {
  readonly #app: Capscope;

  constructor(app: Capscope) {
    super();
    this.#app = app;
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  /** Made in namingFunction, where its id comes from. */
  override async create(upload: Upload): Promise<Upload> {
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const facts = this.#app.uploads.facts(id);
    if (facts === undefined) throw GONE;
    const { size, offset, name } = facts;
    return new Upload({ id, size, offset, metadata: { filename: name } });
  }

  override async write(stream: Readable, id: string, _offset: number): Promise<number> {
    try {
      return await this.#app.uploads.take(id, stream as AsyncIterable<Uint8Array>);
    } catch (error) {
      throw asTusError(error);
    }
  }

  override async remove(id: string): Promise<void> {
    if (!this.#app.uploads.skip(id)) throw GONE;
  }
}

export function serveUploads(server: FastifyInstance, app: Capscope): void {
  const tus = new Server({
    path: PATH,
    datastore: new Bytes(app),
    relativeLocation: true,
    allowedOrigins: [],
    namingFunction: async (request, metadata) => {
      const { dataset = '', filename = '', again } = metadata ?? {};
      const size = Number(request.headers.get('upload-length'));
      if (!Number.isSafeInteger(size) || size < 0) throw { status_code: 400, body: 'Upload-Length is needed\n' };
      try {
        app.dataset(dataset ?? '');
        const { job, files } = app.uploads.create(
          dataset ?? '',
          [{ name: filename === null || filename === '' ? 'capture' : filename, size }],
          again === 'true',
        );
        return `${job.id}-${files[0]!.id}`;
      } catch (error) {
        throw asTusError(error);
      }
    },
  });
  server.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
  const handle = async (
    request: import('fastify').FastifyRequest,
    reply: import('fastify').FastifyReply,
  ): Promise<void> => {
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    try {
      await tus.handle(request.raw, reply.raw);
    } catch (error) {
      if (!reply.raw.destroyed) request.log.error(error);
      reply.raw.destroy();
    }
    // A client that is refused hears why only when its bytes are taken, or its connection ends.
    if (!request.raw.complete && !request.raw.destroyed) {
      request.raw.resume();
      await Promise.race([once(request.raw, 'close'), once(request.raw, 'end')]).catch(() => undefined);
    }
  };
  for (const method of ['HEAD', 'PATCH', 'POST', 'DELETE', 'OPTIONS'] as const)
    for (const url of [PATH, `${PATH}/:upload`])
      server.route({ method, url, handler: handle, ...(method === 'HEAD' ? { exposeHeadRoute: false } : {}) });
}

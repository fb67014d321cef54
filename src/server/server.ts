/** The HTTP server. It checks, asks the app and writes answers; it decodes nothing. */
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import type { z } from 'zod';
import { version } from '#app/about.ts';
import type { Capscope } from '#app/capscope.ts';
import { AppError } from '#base/errors.ts';
import { builtFile } from '#base/program.ts';
import { type ApiDescription, apiPage } from './api-page.ts';
import type { Endpoint } from './endpoint.ts';
import { replyError } from './errors.ts';
import { guard, isLoopback } from './guard.ts';
import { openApi } from './openapi.ts';
import { servePages } from './pages.ts';
import { ENDPOINTS } from './table.ts';
import { serveUploads } from './tus.ts';

const MAX_BODY_BYTES = 1024 * 1024;
/** The longest filter stands in an address, percent-encoded. */
const MAX_HEAD_BYTES = 128 * 1024;

export interface ServerOptions {
  readonly app: Capscope;
  readonly logger?: FastifyBaseLogger;
  /** folder of the built pages; by default that of the package */
  readonly webDir?: string;
}

export function createServer({ app, logger, webDir }: ServerOptions): FastifyInstance {
  const server = Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    http: { maxHeaderSize: MAX_HEAD_BYTES },
    // An upload may take hours, a request's head may not.
    requestTimeout: 0,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }) as FastifyInstance;
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser('application/octet-stream', (_request, _payload, done) => done(null));
  server.addHook('onRequest', guard);
  server.setErrorHandler(replyError);
  for (const endpoint of ENDPOINTS) addRoute(server, app, endpoint);
  serveUploads(server, app);
  const description = openApi(ENDPOINTS, version());
  server.get('/api/openapi.json', () => description);
  server.get('/api', (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(apiPage(description as unknown as ApiDescription, `http://${request.host}`)),
  );
  servePages(server, webDir ?? fileURLToPath(builtFile('web')));
  return server;
}

/** Listens, and returns the port. AppError: FORBIDDEN for an address other than loopback, PORT_IN_USE. */
export async function listen(server: FastifyInstance, host: string, port: number): Promise<number> {
  if (!isLoopback(host)) {
    throw new AppError('FORBIDDEN', {
      reason: `--host ${host}: Capscope has no logins, so it listens on 127.0.0.1 only; reach it from elsewhere with ssh -L ${port}:127.0.0.1:${port}`,
    });
  }
  try {
    await server.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new AppError('PORT_IN_USE', { host, port });
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      throw new AppError('USAGE', {
        message: `port ${port} needs more rights than this user has; choose another with --port`,
      });
    }
    throw error;
  }
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function addRoute(server: FastifyInstance, app: Capscope, endpoint: Endpoint): void {
  server.route({
    method: endpoint.method,
    url: endpoint.path,
    ...(endpoint.bodyBytes === undefined ? {} : { bodyLimit: endpoint.bodyBytes }),
    handler: async (request, reply) => {
      if (endpoint.stream !== undefined && request.headers['content-type'] !== endpoint.stream) {
        throw new AppError('USAGE', { message: `the body must be ${endpoint.stream}` });
      }
      const answer = await endpoint.handler({
        app,
        params: parsed(endpoint.params, request.params, 'path'),
        query: parsed(endpoint.query, request.query, 'query'),
        body: endpoint.body === undefined ? undefined : parsed(endpoint.body, request.body ?? {}, 'body'),
        request,
        reply,
        gone: goneSignal(reply),
      });
      if (endpoint.reply === undefined) return reply;
      return reply.status(endpoint.status ?? 200).send(answer);
    },
  });
}

function parsed(schema: z.ZodType | undefined, value: unknown, part: string): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = [part, ...(issue?.path ?? [])].join('.');
  throw new AppError('USAGE', { message: `${place}: ${issue?.message ?? 'not understood'}` });
}

/** Aborted when the connection closes before the answer is out. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

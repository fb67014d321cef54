/** The pages: files built by vite into dist/web, compressed at build, kept for a year where their name holds a hash. */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#base/errors.ts';

const YEAR = 'public, max-age=31536000, immutable';
const HASHED_FOLDER = `${sep}assets${sep}`;

export function servePages(server: FastifyInstance, webDir: string): void {
  const built = existsSync(join(webDir, 'index.html'));
  if (built) {
    server.register(fastifyStatic, {
      root: webDir,
      preCompressed: true,
      cacheControl: false,
      index: ['index.html'],
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes(HASHED_FOLDER) ? YEAR : 'no-cache');
      },
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    if (request.method !== 'GET' || path.startsWith('/api/') || /\.\w+$/.test(path)) {
      throw new AppError('NOT_FOUND', { what: path });
    }
    // A route of the page itself: the browser finds its way from there.
    if (built) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return reply.status(503).type('text/plain; charset=utf-8').send('The pages are not built. Run: npm run build\n');
  });
}

import { expect, it } from 'vitest';
import type { Capscope } from '#app/capscope.ts';
import { createServer } from './server.ts';

it.each(['/api/datasets', '/%61pi/datasets', '/api%2fdatasets', '/ap%69/sample'])(
  'a page of another site reaches nothing under %s',
  async (url) => {
    const touched: string[] = [];
    const app = new Proxy({}, { get: (_, name) => () => touched.push(String(name)) }) as unknown as Capscope;
    const server = createServer({ app });
    const reply = await server.inject({
      method: 'POST',
      url,
      headers: { host: 'localhost:9877', origin: 'http://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    });
    await server.close();
    expect([403, 404]).toContain(reply.statusCode);
    expect(touched).toEqual([]);
  },
);

import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { parseCidr } from '#base/address.ts';
import { streamFrom, streamTargetOf } from './client.ts';

const servers: net.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function served(speak: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    speak(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const allowed = [parseCidr('127.0.0.0/8')!];
async function taken(address: string, more = {}): Promise<string> {
  let text = '';
  const signal = new AbortController().signal;
  try {
    for await (const piece of streamFrom(streamTargetOf(address), { allowed, signal, ...more }))
      text += Buffer.from(piece).toString();
  } catch (error) {
    return `${text}! ${(error as Error).message}`;
  }
  return text;
}

test.each([
  'tcp://',
  'tcp://host',
  'tcp://host:0',
  'tcp://host:65536',
  'tcp://a b:1',
  'tcp://me:secret@host:1',
  'tcp://h:1/x',
])('%s is refused, and told without what might be secret', (address) => {
  expect(() => streamTargetOf(address)).toThrow('an address of a stream looks like');
  expect(() => streamTargetOf(address)).not.toThrow('secret');
});

test('an address of version 6 stands in brackets', () => {
  expect(streamTargetOf('tcp://[2001:DB8::1]:57012')).toMatchObject({
    host: '2001:db8::1',
    port: 57012,
    shown: 'tcp://[2001:db8::1]:57012',
  });
});

test('what comes is given on to its end', async () => {
  expect(await taken(await served((socket) => socket.end('a capture')))).toBe('a capture');
});

test('a connection that breaks leaves what came; one that brings nothing says so', async () => {
  const broken = await served((socket) => socket.write('half', () => setTimeout(() => socket.resetAndDestroy(), 50)));
  expect(await taken(broken)).toBe('half');
  expect(await taken(await served((socket) => socket.end()))).toContain('ended before anything came');
  expect(await taken(await served(() => undefined), { patienceMs: 100 })).toContain('nothing comes from there');
});

test('this machine and private networks are not connected to unless that is allowed', async () => {
  let asked = 0;
  const address = await served(() => asked++);
  expect(await taken(address, { allowed: [] })).toContain('belongs to this machine');
  expect(
    await taken('tcp://rebound.example:1', { allowed: [], resolve: async () => [{ address: '10.0.0.1', family: 4 }] }),
  ).toContain('a private network');
  expect(asked).toBe(0);
});

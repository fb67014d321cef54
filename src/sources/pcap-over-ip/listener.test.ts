import { once } from 'node:events';
import net from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import type { Intake } from '../intake/intake.ts';
import { listenForSenders, tokenHashOf } from './listener.ts';

afterEach(() => vi.useRealTimers());

const SALT = 'salt';
const never = { open: () => expect.unreachable('nobody said the token') } as unknown as Intake;

test('who says the token a byte at a time does not hold a place for longer than anybody else', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const notes: string[] = [];
  const options = { host: '127.0.0.1', port: 0, from: [], idleMs: 0, maxSenders: 1 };
  const token = { salt: SALT, hash: tokenHashOf('open sesame', SALT) };
  const listening = await listenForSenders({ ...options, token }, never, (text) => void notes.push(text));
  const sender = net.connect(listening.port, '127.0.0.1');
  await once(sender, 'connect');
  const closed = once(sender, 'close');
  sender.resume();
  for (let byte = 0; byte < 4; byte++) {
    sender.write('x');
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(10_000);
  }
  await closed;
  expect(notes).toEqual([expect.stringContaining('refused, as it said no token within 30 s')]);
  await listening.close();
});

import { expect, test } from 'vitest';
import type { Job } from '#app/model.ts';
import { jobOf, type Send, uploadStore } from './uploads.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const file = (name: string) => new File(['abc'], name);

function recorded() {
  const sent: string[] = [];
  const ends: ((end: 'ok' | string) => void)[] = [];
  const send: Send = (_dataset, one) => {
    sent.push(one.name);
    return {
      abort: () => undefined,
      promise: new Promise<Job>((resolve, reject) => {
        ends.push((end) => (end === 'ok' ? resolve({ id: `job of ${one.name}` } as Job) : reject(new Error(end))));
      }),
    };
  };
  return { sent, ends, send };
}

test('rotated files are sent one after the other, in the order of their numbers', async () => {
  const { sent, ends, send } = recorded();
  const store = uploadStore(send);
  store.add('d', [file('cap10'), file('cap9'), file('cap1')]);
  expect(sent).toEqual(['cap1']);
  ends[0]!('ok');
  await settle();
  expect(sent).toEqual(['cap1', 'cap9']);
  expect(store.get().map((one) => one.state)).toEqual(['sent', 'sending', 'waiting']);
});

test('a refused file keeps its reason and does not hold up the next', async () => {
  const { sent, ends, send } = recorded();
  const store = uploadStore(send);
  store.add('d', [file('a.txt'), file('b.pcap')]);
  ends[0]!('a.txt: not a capture file');
  await settle();
  expect(store.get()[0]).toMatchObject({ name: 'a.txt', state: 'refused', reason: 'a.txt: not a capture file' });
  expect(sent).toEqual(['a.txt', 'b.pcap']);
});

test('an import is found by dataset and name while its file is still being sent', () => {
  const upload = {
    key: 1,
    dataset: 'd',
    name: 'x',
    size: 3,
    sent: 1,
    linked: false,
    live: false,
    founds: false,
    state: 'sending',
    begun: 100_000,
  } as const;
  const job = { id: 'j', dataset: 'd', name: 'x', started: 100_020 } as Job;
  expect(jobOf(upload, [{ ...job, id: 'old', started: 1 }, job])).toBe(job);
  expect(jobOf(upload, [{ ...job, dataset: 'other' }])).toBeUndefined();
});

test('links wait in the same line, are asked for again, and go with their row', async () => {
  const { sent, ends, send } = recorded();
  const store = uploadStore(send);
  store.add('d', [file('a.pcap'), { url: 'https://x.example/b.cap?sig=secret', name: 'b.cap' }]);
  ends[0]!('ok');
  await settle();
  ends[1]!('x.example: refused');
  await settle();
  expect(sent).toEqual(['a.pcap', 'b.cap']);
  expect(store.get()[1]).toMatchObject({ linked: true, size: 0, state: 'refused' });
  expect(JSON.stringify(store.get())).not.toContain('secret');
  const { key } = store.get()[1]!;
  expect(store.link(key)?.url).toBe('https://x.example/b.cap?sig=secret');
  store.forget([key]);
  expect(store.link(key)).toBeUndefined();
});

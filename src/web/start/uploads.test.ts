import { expect, test, vi } from 'vitest';
import { isLink, type Load, type Send, uploadStore } from './uploads.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const file = (name: string) => new File(['abc'], name);

function recorded() {
  const sent: string[] = [];
  const loads: Load[] = [];
  const ends: ((end: 'ok' | string) => void)[] = [];
  const send: Send = (load, told, signal) => {
    const names = load.sources.map((one) => one.name).join(' ');
    sent.push(names);
    loads.push(load);
    const files = load.sources.filter((one): one is File => !isLink(one));
    if (files.length > 0)
      told.begun(
        load.resumed ?? {
          job: `job of ${names}`,
          dataset: load.dataset,
          ids: new Map(files.map((one, index) => [one, String(index)])),
        },
      );
    return new Promise<string>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      ends.push((end) => (end === 'ok' ? resolve(`job of ${names}`) : reject(new Error(end))));
    });
  };
  return { sent, loads, ends, send };
}

test('rotated files of one drop are one job, in the order of their numbers', async () => {
  const { sent, ends, send } = recorded();
  const store = uploadStore(send);
  store.add('d', [file('cap10'), file('cap9'), file('cap1')]);
  expect(sent).toEqual(['cap1 cap9 cap10']);
  expect(store.get()[0]).toMatchObject({ title: 'cap1 and 2 more', count: 3, size: 9, job: 'job of cap1 cap9 cap10' });
  ends[0]!('ok');
  await settle();
  expect(store.get().map((one) => one.state)).toEqual(['sent']);
});

test('a drop that is refused keeps its reason, can be sent again, and does not hold up the next', async () => {
  const { sent, ends, send } = recorded();
  const store = uploadStore(send);
  store.add('d', [file('a.pcap')]);
  store.add('d', [file('b.pcap')]);
  ends[0]!('no room');
  await settle();
  expect(store.get()[0]).toMatchObject({ name: 'a.pcap', state: 'refused', reason: 'no room' });
  expect(store.load(store.get()[0]!.key)?.sources[0]?.name).toBe('a.pcap');
  expect(sent).toEqual(['a.pcap', 'b.pcap']);
});

test('links are rows of their own, wait in the same line, and go with their row', async () => {
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
  expect(store.load(key)?.sources[0]).toMatchObject({ url: 'https://x.example/b.cap?sig=secret' });
  store.forget([key]);
  expect(store.load(key)).toBeUndefined();
});

test('files that a job waits for go on in it', () => {
  const { loads, send } = recorded();
  const store = uploadStore(send);
  const one = file('a.pcap');
  store.add('d', [one], false, false, { job: 'j', dataset: 'd', ids: new Map([[one, '7']]) });
  expect(loads[0]?.resumed?.ids.get(one)).toBe('7');
});

test('after a pause the files go on in their job, not in a second one', async () => {
  vi.stubGlobal('fetch', async () => Response.json({}));
  try {
    const { loads, sent, send } = recorded();
    const store = uploadStore(send);
    const one = file('a.pcap');
    store.add('d', [one]);
    const { key } = store.get()[0]!;
    expect(loads[0]?.resumed).toBeUndefined();
    await store.pause(key, undefined);
    await settle();
    expect(store.get()[0]?.state).toBe('paused');
    await store.resume(key, undefined);
    expect(sent).toEqual(['a.pcap', 'a.pcap']);
    expect(loads[1]?.resumed).toMatchObject({ job: 'job of a.pcap', dataset: 'd' });
    expect(loads[1]?.resumed?.ids.get(one)).toBe('0');
  } finally {
    vi.unstubAllGlobals();
  }
});

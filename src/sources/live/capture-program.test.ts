import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { captureArguments, findCaptureProgram, listedInterface, wordsOf } from './capture-program.ts';
import { dropsIn } from './program-inlet.ts';

const DUMPCAP = { kind: 'dumpcap', path: '/usr/bin/dumpcap' } as const;
const TCPDUMP = { kind: 'tcpdump', path: '/usr/bin/tcpdump' } as const;

test('a filter is one argument, and never an option', () => {
  const wish = { interface: 'eth0', filter: '-w /tmp/x or port 53', promiscuous: false };
  expect(captureArguments(DUMPCAP, wish)).toEqual(['-q', '-i', 'eth0', '-p', '-f', wish.filter, '-w', '-']);
  expect(captureArguments(TCPDUMP, wish)).toEqual(['-i', 'eth0', '-n', '-U', '-p', '-w', '-', '--', wish.filter]);
  for (const name of ['', '-w/etc/passwd', 'a\nb'])
    expect(() => captureArguments(DUMPCAP, { ...wish, interface: name })).toThrow('is no name of an interface');
});

test.skipIf(process.platform === 'win32')(
  'only what the program lists is captured on: what would make it connect, or read a pipe, is refused',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
    const path = join(dir, 'dumpcap');
    writeFileSync(path, '#!/bin/sh\necho "1. eth0"\necho "2. any"\necho "3. lo (Loopback)"\n');
    chmodSync(path, 0o755);
    const program = { kind: 'dumpcap', path } as const;
    for (const [wanted, name] of [
      ['eth0', 'eth0'],
      ['any', 'any'],
      ['3', 'lo'],
      ['Loopback', 'lo'],
    ] as const)
      expect(await listedInterface(program, wanted)).toBe(name);
    for (const wanted of ['TCP@203.0.113.9:80', 'rpcap://203.0.113.9/eth0', '/tmp/pipe', '-', '4', 'eth', ''])
      await expect(listedInterface(program, wanted)).rejects.toThrow('there is no such interface');
    rmSync(dir, { recursive: true });
  },
);

test('where neither program is, it is said how to get one', () => {
  if (process.platform !== 'linux') return;
  const found = (): unknown => findCaptureProgram({ PATH: '/nonexistent' });
  // A machine may have them in sbin, which is looked into besides.
  try {
    expect(found()).toMatchObject({ kind: expect.stringMatching(/dumpcap|tcpdump/) });
  } catch (error) {
    expect((error as Error).message).toMatch(/needs dumpcap \(package wireshark-common/);
  }
});

test.each([
  [
    TCPDUMP,
    "tcpdump: eth0: You don't have permission to capture on that device\n(socket: Operation not permitted)",
    /setcap cap_net_raw/,
  ],
  [
    DUMPCAP,
    'dumpcap: The capture session could not be initiated on capture device "eth0". (You don\'t have permission)',
    /group wireshark/,
  ],
  [TCPDUMP, 'tcpdump: nope: No such device exists', /there is no such interface/],
  [TCPDUMP, "tcpdump: can't parse filter expression: syntax error", /the capture filter is not understood/],
  [TCPDUMP, 'tcpdump: eth7: That device is not up', /bring it up first/],
])('%o: what it says is told with what to do', (program, said, words) => {
  expect(wordsOf(program, said, 1)).toMatch(words);
  expect(wordsOf(program, said, 1)).toContain(`${program.kind} says: ${program.kind}: `);
});

test('what it says when all is well is no reason', () => {
  expect(wordsOf(TCPDUMP, 'tcpdump: listening on lo, link-type EN10MB\n', 0)).toBe('tcpdump ended with status 0');
  expect(wordsOf(DUMPCAP, "Capturing on 'Loopback: lo'\n", undefined)).toBe('dumpcap was ended');
});

test('drops are the last that tcpdump told', () => {
  const said = '5 packets captured\n7 packets received by filter\n2 packets dropped by kernel\n';
  expect(dropsIn(said)).toEqual({ bySystem: 2 });
  expect(dropsIn(`${said}9 packets dropped by kernel\n1 packet dropped by interface\n`)).toEqual({
    bySystem: 9,
    byInterface: 1,
  });
  expect(dropsIn('tcpdump: listening on lo')).toBeUndefined();
});

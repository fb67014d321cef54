import { expect, test } from 'vitest';
import { parseCidr } from '#base/address.ts';
import { type Resolve, reachable } from './host.ts';
import { targetOf } from './target.ts';

/** Names of an attacker's zone and of the clouds. */
const ZONE: Readonly<Record<string, readonly string[]>> = {
  'public.example': ['93.184.216.34'],
  'six.example': ['2606:2800:220:1:248:1893:25c8:1946'],
  localhost: ['127.0.0.1', '::1'],
  'app.localhost': ['127.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
  'inside.example': ['10.0.0.5'],
  'both.example': ['93.184.216.34', '10.0.0.5'],
  'six-inside.example': ['fd12:3456::1'],
  'mapped.example': ['::ffff:169.254.169.254'],
  'zero.example': ['0.0.0.0'],
  'rebind.example': ['127.0.0.1'],
  '127.0.0.1.nip.io': ['127.0.0.1'],
  'nothing.example': [],
};

const resolve: Resolve = async (hostname) => {
  const found = ZONE[hostname.replace(/\.$/, '')];
  if (found === undefined) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};

async function fate(text: string, allowed: readonly string[] = []): Promise<string> {
  try {
    const target = targetOf(text);
    await reachable(
      target.url.hostname,
      target.shown,
      resolve,
      allowed.map((cidr) => parseCidr(cidr)!),
    );
    return 'fetched';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  // other schemes
  'file:///etc/passwd',
  'ftp://public.example/a.pcap',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'dict://127.0.0.1:11211/stat',
  'data:application/octet-stream;base64,1MOyoQ==',
  'javascript:alert(1)',
  'jar:http://public.example!/a',
  'ldap://127.0.0.1/',
  'unix:/var/run/docker.sock',
  'ws://public.example/',
  'blob:https://public.example/1234',
  'about:blank',
  // this machine
  'http://127.0.0.1/',
  'http://127.0.0.1:9877/api/datasets',
  'http://127.1/',
  'http://127.0.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://0/',
  'http://0.0.0.0:22/',
  'http://127.127.127.127/',
  'http://127.0.0.1./',
  'http://①②⑦.⓪.⓪.①/',
  'http://１２７.０.０.１/',
  'http://%31%32%37.0.0.1/',
  'http://localhost/',
  'http://LOCALHOST:80/',
  'http://localhost./',
  'http://app.localhost/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b:1::8.8.8.8]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:5db8:d822::80ff:fffe]/',
  'http://[2001:db8::5efe:127.0.0.1]/',
  // metadata
  'http://169.254.169.254/metadata/instance?api-version=2021-02-01',
  'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://[::ffff:169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[fd00:ec2::254]/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://100.100.100.200/latest/meta-data/',
  'http://192.0.0.192/latest/',
  'http://168.63.129.16/machine?comp=goalstate',
  'http://[::ffff:a83f:8110]/',
  // private, shared, link-local, multicast, reserved
  'http://10.0.0.1/a.pcap',
  'http://10.255.255.255/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://169.254.1.1/',
  'http://198.18.0.1/',
  'http://192.0.2.1/',
  'http://224.0.0.1/',
  'http://239.255.255.250:1900/',
  'http://255.255.255.255/',
  'http://240.0.0.1/',
  'http://[fe80::1]/',
  'http://[fe80::1%25eth0]/',
  'http://[fc00::1]/',
  'http://[fd12:3456:789a::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[100::1]/',
  'http://[2001:db8::1]/',
  'http://[4000::1]/',
  // names
  'http://inside.example/',
  'http://both.example/',
  'http://six-inside.example/',
  'http://mapped.example/',
  'http://zero.example/',
  'http://rebind.example/',
  'http://127.0.0.1.nip.io/',
  'http://nothing.example/',
  'http://unheard.example/',
  // tricks with the parts of a URL
  'http://public.example@127.0.0.1/',
  'http://user:secret@public.example/',
  'http://127.0.0.1#@public.example/',
  'http://127.0.0.1\\@public.example/',
  'http://127.0.0.1?@public.example/',
  'http://[::1',
  'http://',
  '//public.example/a',
  'public.example/a.pcap',
  '',
  `http://public.example/${'a'.repeat(20_000)}`,
  'http://public.example/\u0000a',
])('%j is refused', async (url) => {
  expect(await fate(url)).not.toBe('fetched');
});

test.each([
  'http://public.example/a.pcap',
  'https://public.example:8443/a.pcap?sig=abc',
  'http://six.example/',
  'http://93.184.216.34/',
  'http://[2606:2800:220:1:248:1893:25c8:1946]/',
  'http://[64:ff9b::5db8:d822]/',
  'http://[2002:5db8:d822::1]/',
  'http://172.32.0.1/',
  'http://169.253.1.1/',
  'http://100.128.0.1/',
])('%j may be fetched', async (url) => {
  expect(await fate(url)).toBe('fetched');
});

test('an allowed network is that network only, also behind a name', async () => {
  const allowed = ['10.0.0.0/24'];
  expect(await fate('http://10.0.0.7/', allowed)).toBe('fetched');
  expect(await fate('http://inside.example/', allowed)).toBe('fetched');
  expect(await fate('http://both.example/', allowed)).toBe('fetched');
  expect(await fate('http://[::ffff:10.0.0.7]/', allowed)).toBe('fetched');
  expect(await fate('http://10.0.1.7/', allowed)).toContain('a private network');
  expect(await fate('http://169.254.169.254/', allowed)).toContain('metadata');
});

test('a refusal names what the address belongs to, and no secret', async () => {
  expect(await fate('http://169.254.169.254/x?sig=SECRET')).toBe(
    "http://169.254.169.254/x: 169.254.169.254 belongs to the cloud's metadata service: such addresses are not fetched from unless Capscope is started with --allow-net 169.254.169.254/32",
  );
  expect(await fate('http://me:SECRET@public.example/a?sig=SECRET#SECRET')).not.toContain('SECRET');
  expect(await fate('gopher://me:SECRET@public.example/a?sig=SECRET')).not.toContain('SECRET');
  for (const url of [
    'not a url ?sig=SECRET',
    'https://me:pa@SECRET@public.example/a',
    'https://me:SEC/SECRET@public.example/a',
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=SECRET;EndpointSuffix=core.windows.net',
    'https://acct.blob.core.windows.net/c/b.cap%3Fsv=2022-11-02&sig=SECRET',
    'https://acct.blob.core.windows.net/c/b.cap&sv=2022-11-02&sig=SECRET',
    'https://acct.blob.core.windows.net/c/sv%3D2022-11-02%26sig%3DSECRET',
  ]) {
    const said = await fate(url);
    expect(said).not.toBe('fetched');
    expect(said).not.toContain('SECRET');
  }
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SERVICES } from '#registry/services/services.ts';
import { ServiceTable } from './services.ts';

const table = new ServiceTable(SERVICES);
const nameOf = (host: string) => SERVICES[table.ofText(host)]!.name;

test.each([
  ['www.netflix.com', 'netflix'],
  ['ipv4-c001-ams001-ix.1.oca.nflxvideo.net', 'netflix'],
  ['youtube.com', 'youtube'],
  ['mail.google.com', 'gmail'],
  ['www.google.com', 'google'],
  ['teams.microsoft.com', 'microsoft teams'],
  ['mystore.blob.core.windows.net', 'azure storage'],
  ['core.windows.net', 'microsoft'],
  ['x.s3.dualstack.eu-west-3.amazonaws.com', 'aws s3'],
  ['db.abc123.eu-central-1.rds.amazonaws.com', 'aws rds'],
  ['myregistry.azurecr.io', 'azure container registry'],
  ['myapp.scm.azurewebsites.net', 'azure app service'],
  ['dl.delivery.mp.microsoft.com', 'windows update'],
  ['0.debian.pool.ntp.org', 'debian time'],
  ['2.pool.ntp.org', 'ntp pool'],
  ['r3.o.lencr.org', "let's encrypt"],
  ['bucket.s3.amazonaws.com', 'aws s3'],
  ['ec2.eu-west-1.amazonaws.com', 'aws ec2'],
  ['x.awsapprunner.com', 'aws'],
  ['stats.g.doubleclick.net', 'google ads'],
  ['www.google.co.uk', 'google'],
  ['b1.nel.goog', 'google'],
  ['dns.google', 'google public dns'],
  ['family.canadianshield.cira.ca', 'cira canadian shield'],
  ['80-84-0-1.cloudmatchbeta.nvidiagrid.net', 'geforce now'],
] as const)('%s is %s', (host, service) => {
  expect(nameOf(host)).toBe(service);
});

test('a suffix counts only from a label on', () => {
  expect(nameOf('notnetflix.com')).toBe('');
  expect(nameOf('netflix.com.example')).toBe('');
  expect(nameOf('com')).toBe('');
  expect(nameOf('')).toBe('');
  expect(nameOf('.')).toBe('');
});

test('case, a port and a final dot do not matter', () => {
  for (const host of ['WWW.NetFlix.COM', 'www.netflix.com:443', 'www.netflix.com.', 'NETFLIX.com.:443']) {
    expect(`${host} ${nameOf(host)}`).toBe(`${host} netflix`);
  }
});

test('agrees with a search of every suffix in a map, and reads only its own bytes', () => {
  const bySuffix = new Map(SERVICES.flatMap((service) => service.domains.map((domain) => [domain, service.name])));
  const slow = (host: string) => {
    const labels = host.split('.');
    for (let i = 0; i < labels.length; i++) {
      const found = bySuffix.get(labels.slice(i).join('.'));
      if (found !== undefined) return found;
    }
    return '';
  };
  const domain = fc.constantFrom(...bySuffix.keys());
  const label = fc.stringMatching(/^[a-z0-9-]{0,8}$/);
  fc.assert(
    fc.property(fc.array(label, { maxLength: 3 }), domain, (labels, suffix) => {
      const host = [...labels, suffix].join('.');
      expect(nameOf(host)).toBe(slow(host));
      const bytes = new TextEncoder().encode(`x.${host}.evil`);
      expect(SERVICES[table.ofName(bytes, 2, 2 + host.length)]!.name).toBe(slow(host));
    }),
    { numRuns: 2000 },
  );
});

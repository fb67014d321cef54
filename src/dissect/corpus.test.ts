/** What inspection says of real captures whose answers are known. Skipped where the corpus is absent. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FACTS } from '#fields/table.ts';
import { createBatch } from '#flow/batch/batch.ts';
import { type EmitContext, emitFlow } from '#flow/batch/emit.ts';
import { DEFAULT_TIMEOUTS } from '#flow/open/timeouts.ts';
import { FlowTable } from '#flow/table.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import { APPS } from './apps.ts';
import { createEngine } from './engine.ts';

const CAPTURES = join(process.env['CAPSCOPE_CORPUS'] ?? '../shared/corpus', 'ndpi', 'pcap');

interface Told {
  readonly apps: ReadonlySet<string>;
  readonly hosts: ReadonlySet<string>;
}

/** Apps proved and hosts told in one capture. */
function inspect(path: string): Told {
  const reader = openCaptureReader({ kind: 'file', path });
  const engine = createEngine();
  const batch = createBatch(1);
  const apps = new Set<string>();
  const hosts = new Set<string>();
  let context: EmitContext;
  const table: FlowTable = new FlowTable({
    epochSec: 0,
    inspector: engine,
    timeouts: DEFAULT_TIMEOUTS,
    shard: 0,
    shards: 1,
    seed: 1,
    maxFlows: 10_000,
    onEnd: (slot) => {
      batch.length = batch.factCount = batch.heapLength = batch.moreChunksCount = batch.activityCount = 0;
      emitFlow(context, slot, batch, false);
      if (batch.appBy[0] === 2) apps.add(APPS[batch.app[0]]);
      for (let i = 0; i < batch.factCount; i++) {
        const from = batch.factValue[i];
        const text = new TextDecoder().decode(batch.heap.subarray(from, from + batch.factLength[i]));
        if (FACTS[batch.factField[i]].key === 'host') hosts.add(text);
      }
    },
  });
  context = { table, inspector: engine, epochSec: 0, stackId: () => 0 };
  while (reader.next()) table.add(reader.packets, reader.buf, 0);
  table.finish();
  reader.close();
  return { apps, hosts };
}

describe.skipIf(!existsSync(CAPTURES))('captures of the nDPI project', () => {
  test.each([
    ['quic-v2.pcapng', 'quic', 'test'],
    ['quic_t51.pcap', 'quic', 'www.google.com'],
    ['gquic.pcap', 'quic', 'www.gstatic.com'],
    ['quic_frags_ch_in_multiple_packets.pcapng', 'quic', undefined],
    ['tls_2_reasms.pcapng', 'tls', undefined],
    ['tls_with_huge_ch.pcapng', 'tls', undefined],
    ['dtls.pcap', 'dtls', undefined],
    ['imap-starttls.pcap', 'imaps', undefined],
    ['pop3_stls.pcap', 'pop3s', 'pop.lavabit.com'],
    ['ftp-start-tls.pcap', 'ftps', undefined],
    ['telnet.pcap', 'telnet', undefined],
    ['dns_long_domainname.pcap', 'dns', undefined],
    ['NTPv4.pcap', 'ntp', undefined],
    ['smb_frags.pcap', 'smb', undefined],
    ['mysql.pcapng', 'mysql', undefined],
  ] as const)('%s is %s', (file, app, host) => {
    const told = inspect(join(CAPTURES, file));
    expect(told.apps).toContain(app);
    if (host !== undefined) expect(told.hosts).toContain(host);
  });

  test('none breaks inspection', () => {
    for (const file of readdirSync(CAPTURES)) expect(() => inspect(join(CAPTURES, file)), file).not.toThrow();
  });
});

/** The captured bytes of one packet and the parts they are made of. */
import { closeSync, openSync, readSync } from 'node:fs';
import { DEFAULT_SETTINGS } from '#flow/settings.ts';
import { createHeaders, type Headers } from '#wire/headers.ts';
import { readPacket } from '#wire/packet.ts';
import type { PacketRead, PacketRequest, PartName } from './requests.ts';

/** More of a packet is not shown: the largest frames of networks are smaller. */
const MOST_BYTES = 65_536;

/** Throws when the file can't be read. */
export function readBytes(request: PacketRequest): PacketRead {
  const { path, offset, capLen, origLen, linkType, settings = DEFAULT_SETTINGS } = request;
  const bytes = new Uint8Array(Math.min(capLen, MOST_BYTES));
  const file = openSync(path, 'r');
  let read = 0;
  try {
    while (read < bytes.length) {
      const more = readSync(file, bytes, read, bytes.length - read, offset + read);
      if (more === 0) break;
      read += more;
    }
  } finally {
    closeSync(file);
  }
  const h = createHeaders({ tunnels: settings.tunnels });
  readPacket(h, bytes, 0, read, Math.max(read, origLen), linkType);
  return { bytes: bytes.subarray(0, read), layers: h.layers.name(h.stack), parts: partsOf(h, read) };
}

/** Outer headers of tunnels are of the link, as seen from the packet inside. */
function partsOf(h: Headers, length: number): PacketRead['parts'] {
  const edges: readonly (readonly [PartName, number])[] =
    h.ipVersion === 0
      ? [['link', length]]
      : [
          ['link', h.ipOff],
          ['network', h.transportOff],
          ['transport', h.payloadOff],
          ['payload', h.payloadEnd],
          ['rest', length],
        ];
  const parts: { name: PartName; from: number; to: number }[] = [];
  let from = 0;
  for (const [name, edge] of edges) {
    const to = Math.min(length, Math.max(from, edge));
    if (to > from) parts.push({ name, from, to });
    from = to;
  }
  return parts;
}

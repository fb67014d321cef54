/** Small captures, written byte by byte, for tests of the whole program. */

export interface Datagram {
  /** ms since 1970 UTC */
  readonly time: number;
  readonly from: string;
  readonly to: string;
  readonly payload: string | Uint8Array;
}

const [HEADER_BYTES, RECORD_BYTES, ETHERNET_BYTES, IP_BYTES, UDP_BYTES] = [24, 16, 14, 20, 8];

/** A pcap (µs, little-endian, Ethernet) of UDP datagrams; ends are written "10.0.0.1:53". */
export function pcapOf(datagrams: readonly Datagram[]): Buffer {
  return Buffer.concat([pcapHeader(), ...datagrams.map(record)]);
}

/** A pcap of Ethernet frames in hexadecimal, a millisecond apart; blanks in them are ignored. */
export function pcapOfFrames(startMs: number, frames: readonly string[]): Buffer {
  const records = frames.map((frame, n) => {
    const bytes = Buffer.from(frame.replaceAll(' ', ''), 'hex');
    return Buffer.concat([recordHeader(startMs + n, bytes.length), bytes]);
  });
  return Buffer.concat([pcapHeader(), ...records]);
}

function pcapHeader(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65535, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

function recordHeader(time: number, length: number): Buffer {
  const out = Buffer.alloc(RECORD_BYTES);
  out.writeUInt32LE(Math.floor(time / 1000), 0);
  out.writeUInt32LE((time % 1000) * 1000, 4);
  out.writeUInt32LE(length, 8);
  out.writeUInt32LE(length, 12);
  return out;
}

function record({ time, from, to, payload }: Datagram): Buffer {
  const data = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload);
  const length = ETHERNET_BYTES + IP_BYTES + UDP_BYTES + data.length;
  const out = Buffer.alloc(RECORD_BYTES + length);
  out.set(recordHeader(time, length));
  let at = RECORD_BYTES;
  out.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00], at);
  at += ETHERNET_BYTES;
  out.set([0x45, 0], at);
  out.writeUInt16BE(IP_BYTES + UDP_BYTES + data.length, at + 2);
  out.set([64, 17], at + 8);
  const [source, target] = [endOf(from), endOf(to)];
  out.set(source.address, at + 12);
  out.set(target.address, at + 16);
  at += IP_BYTES;
  out.writeUInt16BE(source.port, at);
  out.writeUInt16BE(target.port, at + 2);
  out.writeUInt16BE(UDP_BYTES + data.length, at + 4);
  data.copy(out, at + UDP_BYTES);
  return out;
}

function endOf(text: string): { address: number[]; port: number } {
  const [address = '', port = '0'] = text.split(':');
  return { address: address.split('.').map(Number), port: Number(port) };
}

/** n flows of one datagram each, a second apart. */
export function manyFlows(n: number, start = Date.UTC(2024, 9, 21, 19, 25, 46, 123)): Buffer {
  return pcapOf(
    Array.from({ length: n }, (_, i) => ({
      time: start + i * 1000,
      from: `10.0.${i >> 8}.${i & 255}:40000`,
      to: '192.0.2.7:7777',
      payload: `flow ${i}`,
    })),
  );
}

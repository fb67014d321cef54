/**
 * Peers that BitTorrent names: "values" of a DHT answer to get_peers (BEP 5, BEP 32), the list of a UDP tracker's answer (BEP 15). Who
 * asked may then speak with them in cipher text, which nothing else tells. A client takes TCP on the port that it speaks UDP from (BEP 5,
 * implied_port): what two that spoke BitTorrent over UDP then say there is told, too.
 * A client takes TCP on the port that it speaks UDP from (BEP 5, implied_port): what two of the DHT then say there is told, too.
 */
import type { IpWords } from '#base/address.ts';
import { TCP, UDP } from '#registry/ip-protocols.ts';
import { type Announcements, Hint } from '../announcements.ts';
import { indexOfText, startsWith, u16, u32 } from '../bytes.ts';
import type { Payload } from '../dissector.ts';
import { Proof } from '../endpoints.ts';

const MOST_PEERS = 64;
const IPV4_PEER = 6; // bytes of address and port
const IPV6_PEER = 18;
const TRACKER_HEADER = 20; // action, transaction, interval, leechers, seeders
const ANNOUNCE = 1;
/** below it are servers of other protocols, which anyone could name */
const LOWEST_PORT = 1024;

export function announcePeers(payload: Payload, announced: Announcements): void {
  const { buf, off, end, proto, fromSrc, index, sendPort, recvPort } = payload;
  if (proto === UDP && index === 0 && isOfDht(buf, off, end)) {
    if (sendPort >= LOWEST_PORT) announced.expect(TCP, sendPort, Hint.BitTorrent);
    if (recvPort >= LOWEST_PORT) announced.expect(TCP, recvPort, Hint.BitTorrent);
  }
  if (proto !== UDP || end - off < TRACKER_HEADER + IPV4_PEER) return;
  if (buf[off] === 0x64) readValues(buf, off, end, announced);
  else if (!fromSrc && u32(buf, off) === ANNOUNCE && (end - off - TRACKER_HEADER) % IPV4_PEER === 0)
    for (let at = off + TRACKER_HEADER, n = 0; at < end && n < MOST_PEERS; at += IPV4_PEER, n++)
      name(buf, at, IPV4_PEER, announced);
}

/** A message of the DHT: neither a tracker's nor local discovery's. */
function isOfDht(buf: Uint8Array, off: number, end: number): boolean {
  return (
    startsWith(buf, off, end, 'd1:ad2:id20:') ||
    startsWith(buf, off, end, 'd1:rd2:id20:') ||
    startsWith(buf, off, end, 'd2:ip')
  );
}

/** Strings of a bencoded list: "6:" and 6 bytes, "18:" and 18. */
function readValues(buf: Uint8Array, off: number, end: number, announced: Announcements): void {
  const list = startsWith(buf, off, end, 'd1:rd2:id20:') ? indexOfText(buf, off, end, '6:valuesl') : -1;
  if (list < 0) return;
  let at = list + 9;
  for (let n = 0; n < MOST_PEERS; n++) {
    const bytes = startsWith(buf, at, end, '6:') ? IPV4_PEER : startsWith(buf, at, end, '18:') ? IPV6_PEER : 0;
    const from = at + (bytes === IPV4_PEER ? 2 : 3);
    if (bytes === 0 || from + bytes > end) return;
    name(buf, from, bytes, announced);
    at = from + bytes;
  }
}

function name(buf: Uint8Array, at: number, bytes: number, announced: Announcements): void {
  const port = u16(buf, at + bytes - 2);
  if (port < LOWEST_PORT) return;
  const words: IpWords =
    bytes === IPV4_PEER
      ? [0, 0, 0xffff, u32(buf, at)]
      : [u32(buf, at), u32(buf, at + 4), u32(buf, at + 8), u32(buf, at + 12)];
  announced.endpoint(words, port, 0, Hint.BitTorrent, Proof.OtherSpeaks);
}

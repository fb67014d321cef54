/** What a file is that is no capture, in words: by its first bytes, as far as they tell. */
import { u32le } from '#base/bytes.ts';

/** First bytes in hex and what they stand for; those of captures say what to do. */
const KNOWN: readonly (readonly [hex: string, what: string])[] = [
  ['7f454c46', 'an ELF program'],
  ['4d5a', 'a Windows program'],
  ['cffaedfe', 'a macOS program'],
  ['89504e470d0a1a0a', 'a PNG image'],
  ['ffd8ff', 'a JPEG image'],
  ['47494638', 'a GIF image'],
  ['25504446', 'a PDF document'],
  ['d0cf11e0a1b11ae1', 'a Microsoft Office document or another OLE file'],
  ['53514c69746520666f726d6174', 'an SQLite database'],
  ['377abcaf271c', 'a 7-Zip archive, unpack it first'],
  ['526172211a07', 'a RAR archive, unpack it first'],
  ['4d534346', 'a Windows cabinet (.cab), unpack it first'],
  ['1f9d', 'a file compressed with compress (.Z), decompress it first'],
  ['1fa0', 'a file compressed with compress (.Z), decompress it first'],
  ['4c5a4950', 'a file compressed with lzip, decompress it first'],
  ['1f8b', 'a file compressed with gzip'],
  ['28b52ffd', 'a file compressed with zstd'],
  ['04224d18', 'a file compressed with lz4'],
  ['fd377a585a00', 'a file compressed with xz'],
  ['425a68', 'a file compressed with bzip2'],
  ['504b0304', 'a zip archive'],
  ['504b0506', 'an empty zip archive'],
  ['8c0d', 'a file encrypted with GnuPG'],
  ['456c6646696c6500', 'a Windows event log (.evtx)'],
  ['50415231', 'a Parquet file'],
  // Captures in formats that only few programs write; Wireshark's editcap reads them.
  ['5452534e494646206461746120202020', `a Sniffer (DOS) capture${convert()}`],
  ['58435000', `a Sniffer (Windows) or NetXRay capture${convert()}`],
  ['564c0000', `a NetXRay capture${convert()}`],
  ['aaaaaaaa', `a 5View capture${convert()}`],
  ['4f6273657276657250', `a Network Instruments Observer capture${convert()}`],
  ['6274736e6f6f7000', 'a Bluetooth HCI log (btsnoop): it holds no network traffic'],
  ['05564e46', `a Visual Networks capture${convert()}`],
  ['01104c00', `a LANalyzer capture${convert()}`],
  ['7f766572', `an EtherPeek or OmniPeek capture${convert()}`],
  ['63707365', `a Colasoft Capsa capture${convert()}`],
  ['2b2d2d2d2d2d2d2d2d2d2b2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2b', `a K12 text capture${convert()}`],
  ['54520064', `an HP-UX nettl trace${convert()}`],
  ['54520000', `an HP-UX nettl trace${convert()}`],
];

function convert(): string {
  return ', convert it first: editcap -F pcapng FILE FILE.pcapng';
}

const ETL_MARK_AT = 72;
/** SYSTEM_TRACE_HEADER of a 32- and a 64-bit system, version 2: https://learn.microsoft.com/windows/win32/etw */
const ETL_MARKS: readonly number[] = [0xc001_0002, 0xc002_0002];
/** properties of LZMA as all programs set them, a power of two for a dictionary, then the length, often not told */
const LZMA = /^5d(0000(01|02|04|08|10|20|40|80)00|000000(01|02|04|08|10|20|40|80))(f{16}|[0-9a-f]{10}000000)/;
/** Citrix ADC's, in the first bytes of its pages: V1, V20, V30, V35 */
const NETSCALER = /NetScaler (V\d\d )?Performance Data/i;
const TAR_MAGIC_AT = 257;
const SHOWN_BYTES = 4;

/** For CAPTURE_UNKNOWN_FORMAT: the first bytes, and what they look like. */
export function looksLike(head: Uint8Array): { readonly magic: string; readonly looks: string } {
  const hex = Buffer.from(head.subarray(0, 32)).toString('hex');
  const magic = hex.slice(0, SHOWN_BYTES * 2).replace(/(..)(?=.)/g, '$1 ');
  return { magic, looks: whatItIs(head, hex) };
}

function whatItIs(head: Uint8Array, hex: string): string {
  if (head.length >= ETL_MARK_AT + 4 && ETL_MARKS.includes(u32le(head, ETL_MARK_AT)))
    return 'a Windows event trace (.etl), convert it first: pktmon etl2pcap FILE.etl, or etl2pcapng FILE.etl FILE.pcapng for one of netsh';
  if (LZMA.test(hex)) return 'a file compressed with lzma';
  if (NETSCALER.test(Buffer.from(head.subarray(0, 128)).toString('latin1'))) return `a NetScaler trace${convert()}`;
  const known = KNOWN.find(([start]) => hex.startsWith(start));
  if (known !== undefined) return known[1];
  if (Buffer.from(head.subarray(TAR_MAGIC_AT, TAR_MAGIC_AT + 5)).toString('latin1') === 'ustar') return 'a tar archive';
  if (head.every((byte) => byte === 0)) return 'zero bytes only';
  const text = textOf(head);
  return text === undefined ? 'binary data of an unknown kind' : kindOfText(text);
}

/** The text, when all of it is text in UTF-8 or UTF-16. */
function textOf(head: Uint8Array): string | undefined {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const text = new TextDecoder(isUtf16 ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(head, {
    stream: true,
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return /[\u0000-\u0008\u000b\u000e-\u001f\ufffd]/.test(text) ? undefined : text;
}

function kindOfText(text: string): string {
  const start = text.trimStart();
  if (/^(<!doctype html|<html|<head|<body)/i.test(start)) return 'an HTML page: was it downloaded from behind a login?';
  if (/<(pdml|psml)\b/.test(start)) return 'XML of decoded packets (PDML), without the packets: save them as pcapng';
  if (/^<\?xml|^<[a-z]/i.test(start)) return /<Error>|<Code>/.test(start) ? 'an XML error message' : 'XML';
  if (/^[[{]/.test(start))
    return /"flowLogVersion"|"flowRecords"|NetworkSecurityGroupFlowEvents/.test(start) ? 'JSON, a flow log' : 'JSON';
  if (/^\d\d:\d\d:\d\d\.\d{6} (IP6?|ARP|[\da-f:]{17} >) ?/m.test(start))
    return "tcpdump's output as text: capture with tcpdump -w FILE.pcap";
  if (/^(0000|000000) +([\da-f]{2} +){7}/im.test(start))
    return 'a hex dump as text, convert it first: text2pcap FILE FILE.pcap';
  if (/^-----BEGIN /.test(start)) return 'a PEM file';
  if (/^#!/.test(start)) return 'a script';
  return 'text';
}

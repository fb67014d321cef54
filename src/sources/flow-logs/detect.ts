/** Flow logs, recognised by their first bytes; look-alikes are refused with a reason. */
import { AwsFlowLog, isAwsLine } from './aws.ts';
import { AzureFlowLog, azureLogOf } from './azure.ts';
import { JsonObjects } from './json-objects.ts';
import type { LogReader } from './logged-flow.ts';
import { isZeekLine, otherZeekLog, ZeekConnLog } from './zeek.ts';

/** Bytes to look at: a record of Azure can be long, its category comes first. */
export const LOG_HEAD_BYTES = 64 * 1024;

export type Detected = { readonly reader: LogReader } | { readonly refused: string } | undefined;

/** A reader for logs of the kind that begins with `head`; undefined for what is no log of flows. */
export function detectFlowLog(head: Uint8Array): Detected {
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (head.subarray(0, 1024).includes(0)) return undefined;
  if (/^\s*[{[]/.test(text)) return detectJson(head, text);
  const first = text.split(/\r?\n/, 1)[0]!;
  if (isAwsLine(first)) return { reader: new AwsFlowLog() };
  if (!isZeekLine(first)) return undefined;
  const refused = otherZeekLog(text);
  return refused === undefined ? { reader: new ZeekConnLog() } : { refused };
}

/** A reader of that format; undefined for one there is not. */
export function logReaderOf(format: string): LogReader | undefined {
  switch (format) {
    case 'NSG flow log':
    case 'VNet flow log':
      return new AzureFlowLog(format);
    case 'AWS VPC flow log':
      return new AwsFlowLog();
    case 'Zeek conn.log':
      return new ZeekConnLog();
    default:
      return undefined;
  }
}

function detectJson(head: Uint8Array, text: string): Detected {
  if (isZeekLine(text.split(/\r?\n/, 1)[0]!)) return { reader: new ZeekConnLog() };
  const kind = azureLogOf(new JsonObjects(head).feed(head)[0] ?? beginning(text));
  if (kind === undefined) return undefined;
  return typeof kind === 'string' ? { reader: new AzureFlowLog(kind) } : kind;
}

/** What the beginning of a record says of itself, when it is longer than the head. */
function beginning(text: string): Record<string, unknown> {
  const value = (key: string): string | undefined => new RegExp(`"${key}"\\s*:\\s*"([^"\\\\]{1,200})"`).exec(text)?.[1];
  const found = ['category', 'operationName', 'resourceId'].map((key) => [key, value(key)] as const);
  return Object.fromEntries(found.filter(([, one]) => one !== undefined));
}

/** When a log's first flows began, ms since 1970 UTC, as far as `head` tells; to put logs in order. */
export function firstTimeOf(head: Uint8Array): number {
  const found = detectFlowLog(head);
  if (found === undefined || 'refused' in found) return Number.POSITIVE_INFINITY;
  const { reader } = found;
  reader.begin(head);
  return [...reader.feed(head), ...reader.finish()].reduce(
    (first, flow) => Math.min(first, flow.startMs),
    Number.POSITIVE_INFINITY,
  );
}

/** The record of a capture file, of what its workers counted. */
import type { AbsurdLengths } from '#capture/packets.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import { linkTypeConstant, linkTypeName } from '#registry/link-types.ts';
import type { StoredFile } from '#store/protocol.ts';
import { addFindings, NO_FINDINGS } from '#wire/check.ts';
import type { DecodeFile, FilePart } from './decode/decode-protocol.ts';

/** The sum of what the shards counted. */
export function storedFile(
  file: DecodeFile,
  parts: readonly FilePart[],
  settings: DecodeSettings | undefined,
): StoredFile {
  const one = parts[0]!;
  const sum = (of: (part: FilePart) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const packets = sum((part) => part.packets);
  const unsupported = sum((part) => part.accounts.unsupported);
  return {
    id: file.file,
    name: file.name,
    path: file.source.path,
    firstChunk: file.firstChunk,
    size: one.size,
    format: one.format,
    linkTypes: one.linkTypes.map(linkTypeName),
    snapLen: one.snapLen,
    packets,
    bytes: sum((part) => part.bytes),
    ...(one.first === undefined || one.last === undefined ? {} : { first: one.first, last: one.last }),
    accounts: {
      decoded: sum((part) => part.accounts.decoded),
      truncated: sum((part) => part.accounts.truncated),
      malformed: sum((part) => part.accounts.malformed),
      unsupported,
    },
    backwards: one.backwards,
    ...(one.silence === undefined ? {} : { silence: one.silence }),
    ...(one.drops === undefined ? {} : { drops: one.drops }),
    ...(one.fault === undefined ? {} : { fault: one.fault }),
    ...(settings === undefined ? {} : { settings }),
    findings: parts.map((part) => part.findings).reduce(addFindings, NO_FINDINGS),
    warnings: warningsOf(one, packets > 0 && unsupported === packets),
    notes: one.notes,
    about: one.about,
    framer: one.framer,
  };
}

/** What is wrong with a file, for people; `isUnreadable`: it has packets, and none of them could be decoded. */
function warningsOf({ fault, absurd, backwards, linkTypes }: FilePart, isUnreadable: boolean): readonly string[] {
  const warnings: string[] = [];
  if (fault !== undefined) warnings.push(`byte ${fault.offset}: ${fault.reason}`);
  if (absurd !== undefined) warnings.push(absurdText(absurd));
  if (backwards > 0) {
    const often = backwards === 1 ? 'once' : `${backwards} times`;
    warnings.push(`the clock ran backwards by more than a second, ${often}`);
  }
  if (isUnreadable)
    warnings.push(
      `none of its packets can be decoded: link type ${linkTypes.map((type) => linkTypeConstant(type) ?? type).join(', ')}`,
    );
  return warnings;
}

function absurdText({ packets, offset, bytes }: AbsurdLengths): string {
  const [which, their] =
    packets === 1 ? ['a packet says', 'its stored bytes are'] : [`${packets} packets say`, 'their stored bytes are'];
  const more = packets === 1 ? '' : ' or the like';
  return `byte ${offset}: ${which} to have had ${bytes} bytes on the wire${more}, which can't be; ${their} counted instead`;
}

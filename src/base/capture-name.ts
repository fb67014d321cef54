/** Names of captures, as people give them. */

const ENDING = /\.(pcapng|pcap|cap|dmp|ntar|trace|snoop)\d*$/i;
const PACKED = /\.(gz|zst|zstd|xz|lzma|bz2|lz4|zip)$/i;

/** A dataset's name after its first file: without the ending that says it is a capture. */
export function nameAfter(file: string): string {
  const bare = file.replace(PACKED, '').replace(ENDING, '');
  return (bare || file).slice(0, 100);
}

/** True for what is called a capture that has been packed: trace.pcap.gz. */
export function isPackedName(file: string): boolean {
  return PACKED.test(file) && ENDING.test(file.replace(PACKED, ''));
}

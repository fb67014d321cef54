/** Which dissectors are asked about a payload: those of its ports, then those its first byte allows. Numbers are places in DISSECTORS. */
import type { Dissector } from './dissector.ts';

const NOBODY = new Int16Array(0);

export interface Candidates {
  /** place in `lists` for a port */
  readonly ofPort: Uint16Array;
  readonly lists: readonly Int16Array[];
  /** for a first byte */
  readonly ofByte: readonly Int16Array[];
  /** app code of the first dissector that guesses by this port; 0 = none */
  readonly guess: Uint16Array;
}

/** For payloads of one transport. `codes` are the app codes of `dissectors`. */
export function candidatesFor(dissectors: readonly Dissector[], codes: Uint16Array, proto: number): Candidates {
  const byPort = new Map<number, number[]>();
  const ofByte: number[][] = Array.from({ length: 256 }, () => []);
  const guess = new Uint16Array(65536);
  dissectors.forEach((dissector, number) => {
    if (!dissector.over.includes(proto)) return;
    for (const port of dissector.ports) {
      const list = byPort.get(port);
      if (list === undefined) byPort.set(port, [number]);
      else list.push(number);
      if (guess[port] === 0 && !dissector.noGuess) guess[port] = codes[number];
    }
    if (dissector.onOwnPortsOnly) return;
    if (dissector.firstBytes === undefined) for (const list of ofByte) list.push(number);
    else for (const byte of new Set(dissector.firstBytes)) ofByte[byte].push(number);
  });
  const ofPort = new Uint16Array(65536);
  const lists = [NOBODY];
  for (const [port, list] of byPort) ofPort[port] = lists.push(Int16Array.from(list)) - 1;
  return { ofPort, lists, ofByte: ofByte.map((list) => Int16Array.from(list)), guess };
}

/** 1 at dissector * 256 + byte where the dissector takes payloads that begin with the byte. */
export function firstByteTable(dissectors: readonly Dissector[]): Uint8Array {
  const table = new Uint8Array(dissectors.length * 256);
  dissectors.forEach(({ firstBytes }, number) => {
    if (firstBytes === undefined) table.fill(1, number * 256, number * 256 + 256);
    else for (const byte of firstBytes) table[number * 256 + byte] = 1;
  });
  return table;
}

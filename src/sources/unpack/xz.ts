/** xz, by xz-decompress (Lasse Collin's XZ Embedded in WebAssembly). */
import xz from 'xz-decompress';
import { Damaged } from './damaged.ts';

/** enum xz_ret of XZ Embedded */
const REASONS: Readonly<Record<number, string>> = {
  2: "has a check that can't be computed",
  3: 'needs too much memory',
  4: 'needs too much memory',
  5: 'is damaged',
  6: "uses a filter or a check that can't be undone here: use xz -d",
  7: 'is damaged',
  8: 'ends too early',
};

const ENDS = 8;

/** Yields what the streams hold. */
export async function* expandXz(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let given = 0;
  let lastBytes = 0;
  const input = pieces[Symbol.iterator]();
  const compressed = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = input.next();
        if (next.done) return controller.close();
        lastBytes = next.value.length;
        given += lastBytes;
        controller.enqueue(next.value);
      },
    },
    { highWaterMark: 0 },
  );
  const reader = new xz.XzReadableStream(compressed).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value.length > 0) yield value;
    }
  } catch (error) {
    const code = Number(/error code (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]);
    if (Number.isNaN(code)) throw error;
    if (code === ENDS) throw new Damaged(REASONS[code]!, given);
    if (code !== 5 && code !== 7 && REASONS[code] !== undefined) throw new Damaged(REASONS[code], 0);
    throw new Damaged(REASONS[code] ?? 'is damaged', given - lastBytes, lastBytes);
  }
}

/** The sample's packets as tshark reads them: what pages are held against. */
import { join } from 'node:path';
import { findProgram, output } from '../corpus.ts';

export const TSHARK = findProgram('tshark');
const SAMPLE = join(import.meta.dirname, '../../sample/sample.pcapng');

const run = (options: readonly string[]): Promise<string> =>
  output(TSHARK!, ['-n', '-o', 'tcp.reassemble_out_of_order:TRUE', '-r', SAMPLE, ...options]);

/** Fields of the frames that a display filter leaves, the first of each. */
export async function tshark(fields: readonly string[], filter = ''): Promise<string[][]> {
  const text = await run([
    ...['-T', 'fields', '-E', 'occurrence=f'],
    ...(filter === '' ? [] : ['-Y', filter]),
    ...fields.flatMap((field) => ['-e', field]),
  ]);
  return text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => line.split('\t'));
}

/** The bytes of one frame, in hexadecimal. */
export async function bytesOfFrame(number: string): Promise<string> {
  const text = await run(['-Y', `frame.number == ${number}`, '-T', 'jsonraw']);
  const [{ _source: source }] = JSON.parse(text) as [{ _source: { layers: { frame_raw: [string] } } }];
  return source.layers.frame_raw[0];
}

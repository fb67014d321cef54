import { openScratch } from '#app/scratch.ts';
import { DECODE_OPTIONS, readSettings } from '../decode-options.ts';
import { summaryText } from '../summary-text.ts';
import { readArguments, readCaptures, readChoice } from '../usage.ts';

/** What captures hold and how good they are. */
export async function summary(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    format: { type: 'string' },
    ...DECODE_OPTIONS,
    services: { type: 'string' },
  });
  const captures = readCaptures(positionals, 'summary');
  const format = readChoice(values.format, ['table', 'json'], 'format');
  const scratch = await openScratch(captures, {
    hashes: true,
    services: values.services,
    settings: readSettings(values),
  });
  try {
    const answer = await scratch.summarize();
    process.stdout.write(format === 'json' ? `${JSON.stringify(answer, undefined, 2)}\n` : summaryText(answer));
  } finally {
    await scratch.close();
  }
}

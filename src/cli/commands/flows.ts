import { checkFilter } from '#app/questions/filter-check.ts';
import { filterHints } from '#app/questions/filter-hints.ts';
import { ROW_KEYS, rowsHead, rowsText } from '#app/questions/rows.ts';
import { openScratch } from '#app/scratch.ts';
import { DECODE_OPTIONS, readSettings } from '../decode-options.ts';
import { FlowTable } from '../flow-table.ts';
import { printable } from '../format.ts';
import { openOutput } from '../output.ts';
import { readArguments, readCaptures, readChoice, usage } from '../usage.ts';

const FORMATS = ['table', 'jsonl', 'csv', 'parquet'] as const;

/** Decodes captures straight to flows, ordered by start. */
export async function flows(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    filter: { type: 'string', short: 'f' },
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    ...DECODE_OPTIONS,
    services: { type: 'string' },
  });
  const captures = readCaptures(positionals, 'flows');
  const format = readChoice(values.format, FORMATS, 'format');
  const filter = values.filter ?? '';
  checkFilter(filter);
  if (format === 'parquet' && (values.output === undefined || values.output === '-')) {
    throw usage('parquet is written to a file: name it with --output');
  }

  const scratch = await openScratch(captures, { services: values.services, settings: readSettings(values) });
  try {
    for (const warning of scratch.warnings) process.stderr.write(`capscope: ${printable(warning)}\n`);
    for (const { message } of await filterHints(scratch.store, filter))
      process.stderr.write(`capscope: filter: ${message}\n`);
    const request = { scope: { filter }, fields: ROW_KEYS };
    if (format === 'parquet') {
      await scratch.store.exportParquet(request, values.output!);
      return;
    }
    const output = openOutput(values.output);
    const table = format === 'table' ? new FlowTable() : undefined;
    await output.write(format === 'table' ? '' : rowsHead(format));
    let found = false;
    for await (const rows of scratch.store.export(request)) {
      found ||= rows.length > 0;
      await output.write(format === 'table' ? table!.text(rows) : rowsText(format, rows));
    }
    await output.close();
    if (format === 'table' && !found) process.stderr.write('capscope: no flow matches\n');
  } finally {
    await scratch.close();
  }
}

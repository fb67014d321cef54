import { Readable } from 'node:stream';
import { z } from 'zod';
import { ROW_KEYS, rowsHead, rowsText, type TextFormat } from '#app/questions/rows.ts';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, FilterText } from '../../schemas.ts';

const Query = z.strictObject({
  filter: FilterText.default(''),
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
});

const FORMATS: Readonly<Record<TextFormat, string>> = {
  csv: 'CSV (a text that begins with = + - or @ stands behind an apostrophe, so that no spreadsheet runs it)',
  jsonl: 'JSON lines',
};

function exportAs(format: TextFormat, mediaType: string) {
  return endpoint({
    method: 'GET',
    path: `/api/datasets/:id/flows.${format}`,
    summary: `Flows in scope as ${FORMATS[format]}, ordered by start`,
    params: DatasetId,
    query: Query,
    replyType: mediaType,
    async handler({ app, params, query, reply }) {
      const { filter, from, to } = query;
      const scope = { filter, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const batches = await app.questions.export(params.id, { scope, fields: ROW_KEYS });
      const name = app.dataset(params.id).name.replace(/[^\w.-]+/g, '_');
      reply
        .type(`${mediaType}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="${name}.${format}"`)
        .send(
          Readable.from(
            (async function* () {
              yield rowsHead(format);
              for await (const rows of batches) yield rowsText(format, rows);
            })(),
            { objectMode: false },
          ),
        );
      return undefined;
    },
  });
}

export const datasetExportCsv = exportAs('csv', 'text/csv');
export const datasetExportJsonl = exportAs('jsonl', 'application/jsonl');

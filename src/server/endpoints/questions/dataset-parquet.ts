import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '#base/errors.ts';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, FilterText } from '../../schemas.ts';

export const datasetParquet = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/flows.parquet',
  summary:
    'Flows in scope as a Parquet file with a column for each field, or for those that `fields` names, with commas',
  params: DatasetId,
  query: z.strictObject({
    filter: FilterText.default(''),
    from: z.coerce.number().optional(),
    to: z.coerce.number().optional(),
    fields: z.string().max(4000).optional(),
  }),
  replyType: 'application/vnd.apache.parquet',
  async handler({ app, params, query, reply, gone }) {
    const { filter, from, to, fields = '' } = query;
    const scope = { filter, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const keys = fields
      .split(',')
      .map((key) => key.trim())
      .filter((key) => key !== '');
    const name = app.dataset(params.id).name.replace(/[^\w.-]+/g, '_');
    const path = await app.questions.exportParquet(params.id, { scope, fields: keys }, gone);
    const { size } = await stat(path).catch(() => {
      throw new AppError('NOT_FOUND', { what: 'the dataset' }); // it was deleted meanwhile, with all that was in it
    });
    const stream = createReadStream(path);
    stream.once('close', () => void rm(path, { force: true }));
    reply
      .type('application/vnd.apache.parquet')
      .header('content-length', size)
      .header('content-disposition', `attachment; filename="${name}.parquet"`)
      .send(stream);
    return undefined;
  },
});

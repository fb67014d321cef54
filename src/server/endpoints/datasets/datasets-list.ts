import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetReply } from '../../schemas.ts';

export const datasetsList = endpoint({
  method: 'GET',
  path: '/api/datasets',
  summary: 'All datasets, newest first',
  reply: z.array(DatasetReply),
  async handler({ app }) {
    await app.freshen();
    return [...app.listDatasets()];
  },
});

import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId } from '../../schemas.ts';

export const datasetDelete = endpoint({
  method: 'DELETE',
  path: '/api/datasets/:id',
  summary: 'Delete a dataset and what was uploaded into it; files opened in place stay where they are',
  params: DatasetId,
  reply: z.object({ deleted: z.string() }),
  async handler({ app, params }) {
    await app.deleteDataset(params.id);
    return { deleted: params.id };
  },
});

import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetReply, JobReply } from '../../schemas.ts';

export const sampleOpen = endpoint({
  method: 'POST',
  path: '/api/sample',
  summary: 'The dataset of the sample capture, imported when it is not there yet',
  reply: z.object({ dataset: DatasetReply, job: JobReply.optional() }),
  handler: ({ app }) => app.openSample(),
});

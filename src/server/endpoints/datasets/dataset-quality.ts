import { endpoint } from '../../endpoint.ts';
import { DatasetId, QualityReply } from '../../schemas.ts';

export const datasetQuality = endpoint({
  method: 'GET',
  path: '/api/datasets/:id/quality',
  summary: 'How good the captures of a dataset are, what that means for its numbers, and filters that show the flows',
  params: DatasetId,
  reply: QualityReply,
  handler: ({ app, params }) => app.questions.quality(params.id),
});

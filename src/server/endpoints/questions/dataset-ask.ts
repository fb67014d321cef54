import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { DatasetId, FaultReply, QuestionBody } from '../../schemas.ts';

export const datasetAsk = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/ask',
  summary: 'Ask a dataset a question; a filter that cannot be understood is an answer, too (ok: false)',
  params: DatasetId,
  body: QuestionBody,
  reply: z.union([z.object({ ok: z.literal(true), answer: z.unknown(), version: z.number() }), FaultReply]),
  // The answers come from the store in the shape of query/question.ts; a page of flows is not checked cell by cell.
  handler: ({ app, params, body, gone }) =>
    app.questions.ask(params.id, body as Parameters<typeof app.questions.ask>[1], gone),
});

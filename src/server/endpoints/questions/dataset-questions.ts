import { Readable } from 'node:stream';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { failureOf } from '../../errors.ts';
import { DatasetId, QuestionBody } from '../../schemas.ts';

const MOST_QUESTIONS = 100;

export const datasetQuestions = endpoint({
  method: 'POST',
  path: '/api/datasets/:id/questions',
  summary:
    'Ask several questions at once; the answers come as they are ready, one line of JSON each: {"at": number of the question, "reply": as ask has it} or {"at", "status", "failure"}',
  params: DatasetId,
  body: z.strictObject({ questions: z.array(QuestionBody).min(1).max(MOST_QUESTIONS) }),
  replyType: 'application/jsonl',
  handler({ app, params, body, request, reply, gone }) {
    app.dataset(params.id); // one that is not there is told once, by the status
    const lines = new Readable({ read() {} });
    let waiting = body.questions.length;
    const tell = (line: object): void => {
      if (lines.destroyed) return;
      lines.push(`${JSON.stringify(line)}\n`);
      if (--waiting === 0) lines.push(null);
    };
    for (const [at, question] of body.questions.entries())
      app.questions.ask(params.id, question as Parameters<typeof app.questions.ask>[1], gone).then(
        (answer) => tell({ at, reply: answer }),
        (error: unknown) => {
          const { status, failure, isBug } = failureOf(error);
          if (isBug && !gone.aborted) request.log.error(error);
          tell({ at, status, failure });
        },
      );
    reply.type('application/jsonl; charset=utf-8').send(lines);
    return undefined;
  },
});

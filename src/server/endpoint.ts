/**
 * An endpoint: input schemas, output schema, handler. The server validates by them and writes the API's description
 * (OpenAPI) from them, so what is documented is what is done.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Capscope } from '#app/capscope.ts';

export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** as fastify writes it: /api/datasets/:id */
  readonly path: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  /** JSON body */
  readonly body?: B;
  /** bytes of the longest JSON body; 1 MiB */
  readonly bodyBytes?: number;
  /** body that is a stream of this media type; the handler reads request.raw */
  readonly stream?: string;
  /** JSON answer; undefined when the handler writes the response itself */
  readonly reply?: R;
  /** media type of an answer that is no JSON */
  readonly replyType?: string;
  /** of the answer when all went well; 200 */
  readonly status?: number;
  handler(call: Call<P, Q, B>): Promise<z.input<R> | undefined> | z.input<R> | undefined;
}

export interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly app: Capscope;
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** aborted when the client has gone before the answer was written */
  readonly gone: AbortSignal;
}

export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  declared: Endpoint<P, Q, B, R>,
): Endpoint {
  return declared as unknown as Endpoint;
}

/** Errors as answers: {code, message} with a fitting status, never a stack. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '#base/errors.ts';

const STATUS: Readonly<Record<ErrorCode, number>> = {
  CAPTURE_EMPTY: 422,
  CAPTURE_UNKNOWN_FORMAT: 422,
  CAPTURE_BAD_HEADER: 422,
  CAPTURE_UNREADABLE: 422,
  CAPTURE_KNOWN: 409,
  DATASET_NOT_FOUND: 404,
  DATASET_NAME_TAKEN: 409,
  DATASET_SCHEMA: 409,
  DATA_DIR_IN_USE: 409,
  FILTER_INVALID: 400,
  SERVICES_UNREADABLE: 422,
  URL_REFUSED: 422,
  URL_FAILED: 422,
  SIGN_IN: 401,
  AZURE: 422,
  DISK_FULL: 507,
  MEMORY: 507,
  QUOTA: 507,
  PAUSED: 423,
  USAGE: 400,
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  PORT_IN_USE: 409,
};

export const statusOf = (code: ErrorCode): number => STATUS[code];

interface Failure {
  readonly status: number;
  readonly failure: { readonly code: string; readonly message: string };
  readonly isBug: boolean;
}

/** Status and body of an error. What is no AppError is a bug of ours, whose words stay here. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError)
    return { status: STATUS[error.code], failure: { code: error.code, message: error.message }, isBug: false };
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const failure = { code: 'BAD_REQUEST', message: message ?? 'the request cannot be understood' };
    return { status: statusCode, failure, isBug: false };
  }
  const failure = { code: 'BUG', message: 'Capscope failed to answer; this is a bug of ours, and the log says more' };
  return { status: 500, failure, isBug: true };
}

/** Answers with an error; bugs go to the log. */
export function replyError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, failure, isBug } = failureOf(error);
  if (!isBug) return reply.status(status).send(failure);
  // The client has gone, and its question or its answer was given up: nobody waits, and nothing is wrong.
  if (reply.raw.destroyed && isGivenUp(error)) return reply.status(499).send();
  request.log.error(error);
  return reply.status(status).send(failure);
}

function isGivenUp(error: unknown): boolean {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return name === 'AbortError' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

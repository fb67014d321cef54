import { AppError } from '#base/errors.ts';

/** What is asked of a dataset that was closed: it was deleted, or the process ends. */
export const closed = (): AppError => new AppError('NOT_FOUND', { what: 'the dataset' });

/** Tarantool: the greeting of 128 bytes, "Tarantool 2.11 (Binary) …" (tarantool.io, "Binary protocol"). */
import { opening } from '../opening.ts';

export const tarantool = opening('tarantool', [6], [3301], ['Tarantool ']);

/** ManageSieve, RFC 5804 §1.7: the server opens with its capabilities. */
import { opening } from '../../opening.ts';

export const sieve = opening('sieve', [6], [4190], ['"IMPLEMENTATION" "']);

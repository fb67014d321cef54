/** Referral WHOIS, RFC 2167 §3.1: the banner. */
import { opening } from '../../opening.ts';

export const rwhois = opening('rwhois', [6], [4321], ['%rwhois V-']);

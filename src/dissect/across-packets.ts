/**
 * What dissectors remember from one packet of a flow to the next beyond the words of Payload, in rings of their own that a word numbers.
 * It is part of an engine's memory, so that a stream can go on in another process (app/import/decode/saved-state.ts): a number of one process
 * would mean another flow in the next.
 */
import { sshLists } from './access/ssh.ts';
import { rtpStreams } from './media/rtp-streams.ts';
import { http2Tables } from './web/http2-tables.ts';
import { cryptoStreams } from './web/quic-initial.ts';

export const ACROSS_PACKETS = { cryptoStreams, http2Tables, rtpStreams, sshLists };

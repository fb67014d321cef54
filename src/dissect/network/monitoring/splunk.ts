/** Splunk to Splunk forwarding: "--splunk-cooked-mode-v3--". */
import { opening } from '../../opening.ts';

export const splunk = opening('splunk', [6], [9997], ['--splunk-cooked-mode-v']);

/** What SSH says before it encrypts. */
import { type Field, field, G } from './field.ts';

export const SSH_FIELDS: readonly Field[] = [
  field('SSH', 'ssh.version', 'text', 'SSH version', 'protocol version the server speaks: 2.0, 1.99, 1.5', {
    ...G,
    fact: 'text',
  }),
  field('SSH', 'ssh.kex', 'text', 'SSH key exchange', 'method both sides agree on, RFC 4253 §7.1', {
    ...G,
    fact: 'text',
  }),
  field('SSH', 'ssh.host_key', 'text', 'SSH host key', 'algorithm of the host key both sides agree on', {
    ...G,
    fact: 'text',
  }),
  field('SSH', 'ssh.cipher', 'text', 'SSH cipher', 'cipher from client to server both sides agree on', {
    ...G,
    fact: 'text',
  }),
  field('SSH', 'ssh.hassh', 'text', 'HASSH', 'HASSH fingerprint of the client (MD5)', {
    ...G,
    fact: 'text',
    aliases: ['ssh.kex.hassh'],
  }),
  field('SSH', 'ssh.hassh_server', 'text', 'HASSH server', 'HASSH fingerprint of the server (MD5)', {
    ...G,
    fact: 'text',
    aliases: ['ssh.kex.hasshserver'],
  }),
];

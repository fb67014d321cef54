/** How a TCP connection went. */
import { type Field, field, G } from './field.ts';

export const TCP_FIELDS: readonly Field[] = [
  field('TCP', 'tcp.state', 'enum', 'TCP state', "how the connection went, in Zeek's conn_state words", {
    ...G,
    shown: true,
  }),
  field('TCP', 'tcp.flags', 'text', 'TCP flags', 'flags seen, src/dst, as letters SFRPAUEC', { ...G }),
  field('TCP', 'tcp.rtt', 'ms', 'Handshake RTT', 'from SYN to the ACK that ends the handshake, in milliseconds'),
  field('TCP', 'src.retrans', 'bytes', 'Retransmitted by src', 'payload bytes src sent again', { side: 'src' }),
  field('TCP', 'dst.retrans', 'bytes', 'Retransmitted by dst', 'payload bytes dst sent again', { side: 'dst' }),
  field(
    'TCP',
    'src.lost',
    'bytes',
    'Missing from src',
    'payload bytes of src that are not in the capture though later ones are',
    { side: 'src' },
  ),
  field(
    'TCP',
    'dst.lost',
    'bytes',
    'Missing from dst',
    'payload bytes of dst that are not in the capture though later ones are',
    { side: 'dst' },
  ),
];

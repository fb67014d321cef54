/** How much a flow carried. */
import { type Field, field, G } from './field.ts';

export const VOLUME_FIELDS: readonly Field[] = [
  field('Volume', 'bytes', 'bytes', 'Bytes', 'frame bytes on the wire, both directions'),
  field('Volume', 'src.bytes', 'bytes', 'Bytes sent', 'frame bytes on the wire sent by src', {
    side: 'src',
    shown: true,
  }),
  field('Volume', 'dst.bytes', 'bytes', 'Bytes received', 'frame bytes on the wire sent by dst', {
    side: 'dst',
    shown: true,
  }),
  field('Volume', 'packets', 'count', 'Packets', 'packets, both directions'),
  field('Volume', 'src.packets', 'count', 'Packets sent', 'packets sent by src', { side: 'src', shown: true }),
  field('Volume', 'dst.packets', 'count', 'Packets received', 'packets sent by dst', { side: 'dst', shown: true }),
  field('Volume', 'packet.size', 'bytes', 'Packet size', 'mean frame bytes of the packets of a flow', {
    derived: true,
  }),
  field('Volume', 'payload', 'bytes', 'Payload', 'bytes above the transport header, retransmissions not counted'),
  field(
    'Volume',
    'src.payload',
    'bytes',
    'Payload sent',
    'bytes above the transport header sent by src, retransmissions not counted',
    { side: 'src' },
  ),
  field(
    'Volume',
    'dst.payload',
    'bytes',
    'Payload received',
    'bytes above the transport header sent by dst, retransmissions not counted',
    { side: 'dst' },
  ),
  field(
    'Volume',
    'truncated',
    'flag',
    'Truncated',
    'at least one packet was cut by the snap length of the capture, or by what mirrored it',
    {
      ...G,
    },
  ),
];

/**
 * UDPcast control messages (udpc-protoc.h) on its ports: u16 command, u16 reserved zero; hello of 05, questions to connect of 03 or 04 with
 * capabilities below 0x10000.
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const CONNECT_REQUEST = 0x0300;
const CONNECT_REPLY = 0x0400;
const HELLO = 0x0500;
const HELLO_STREAMING = 0x0501;

export const udpcast: Dissector = {
  app: 'udpcast',
  over: [17],
  ports: [9000, 9001],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [3, 4, 5],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 12 || u16(buf, off + 2) !== 0 || u32(buf, off + 4) > 0xffff) return Verdict.No;
    if (sendPort + recvPort !== 18_001) return Verdict.No; // sender's is one above the receiver's
    const command = u16(buf, off);
    return command === CONNECT_REQUEST || command === CONNECT_REPLY || command === HELLO || command === HELLO_STREAMING
      ? Verdict.Yes
      : Verdict.No;
  },
};

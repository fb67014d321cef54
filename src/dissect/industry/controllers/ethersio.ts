/** SAIA Ether-S-I/O: "ESIO", then type and version (Wireshark's field list of packet-esio). */
import { opening } from '../../opening.ts';

export const ethersio = opening('ethersio', [17], [6060], ['ESIO']);

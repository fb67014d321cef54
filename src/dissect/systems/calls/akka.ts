/** Akka and Pekko remoting over TCP (Artery, TcpFraming): "AKKA" and the stream: 1 control, 2 ordinary, 3 large messages. */
import { opening } from '../../opening.ts';

export const akka = opening('akka', [6], [25520, 17355], ['AKKA\x01', 'AKKA\x02', 'AKKA\x03']);

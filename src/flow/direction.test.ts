import { describe, expect, test } from 'vitest';
import { TCP, UDP } from '#registry/ip-protocols.ts';
import { isAnswerByPorts } from './direction.ts';

describe('a packet whose beginning was not captured comes', () => {
  test.each([
    ['from a server, when its port is one of Zeek’s or a system port', UDP, 443, 7021, true],
    ['from a server of a database to a port of the range of clients', TCP, 27017, 51234, true],
    [
      'from a client, when that port is one that only a game is at home on and the other is no client’s',
      UDP,
      7021,
      5004,
      false,
    ],
    ['from a client that happens to have such a port', UDP, 7021, 443, false],
    ['from a server, TCP between two ports of servers, when its port is the lower', TCP, 443, 8080, true],
    ['from a client, when no port tells', UDP, 40000, 50000, false],
  ])('%s', (_, proto, srcPort, dstPort, isAnswer) => {
    expect(isAnswerByPorts(proto, srcPort, dstPort)).toBe(isAnswer);
  });
});

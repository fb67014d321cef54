/** What is said over SCTP is told by the number each message bears, and by its bytes. */
import { expect, test } from 'vitest';
import { hear, hex } from '../testing.ts';

const INIT = hex`01 00 0014 00000001 0000ffff 0001 0001 00000001`;
const data = (ppid: string, bytes: string) => {
  const body = bytes.replace(/\s/g, '').length / 2;
  return hex(`00 03 ${(16 + body).toString(16).padStart(4, '0')} 00000001 0000 0000 ${ppid} ${bytes}`);
};

test('the protocol of the first message names the flow, behind the chunks that open the association', () => {
  const m3ua = data('00000003', '01 00 03 01 00000008');
  expect(hear(132, 2905, 2905, [{ bytes: INIT }, { bytes: m3ua }])).toMatchObject({ app: 'm3ua', by: 'inspected' });
  expect(hear(132, 36412, 36412, [{ bytes: data('00000012', '00 11 00 00') }]).app).toBe('s1ap');
  expect(hear(132, 38412, 38412, [{ bytes: data('0000003c', '00 15 00 00') }]).app).toBe('ngap');
});

test('a message without number is inspected', () => {
  const sip = data('00000000', Buffer.from('OPTIONS sip:a@example.org SIP/2.0\r\n\r\n').toString('hex'));
  expect(hear(132, 5060, 5060, [{ bytes: sip }])).toMatchObject({ app: 'sip', by: 'inspected' });
});

test('chunks that carry no message, or are broken, leave the flow sctp', () => {
  for (const bytes of [
    INIT,
    hex`00 03 0003`,
    hex`00 03 0010 00000001 0000 0000 00000003`,
    hex`00`,
    hex`00 00 0018 00000001 0000 0000 00000003 01020304`,
  ])
    expect(hear(132, 2905, 2905, [{ bytes }]).app).toBe('sctp');
});

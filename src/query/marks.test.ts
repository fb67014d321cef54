import { expect, test } from 'vitest';
import { checkNote, checkTag } from './marks.ts';

test('a tag is one line of at most 50 characters, without commas and without what is not seen', () => {
  expect(checkTag('  to \u00a0 check ')).toEqual({ ok: true, text: 'to check' });
  expect(checkTag('<img src=x onerror=alert(1)>')).toMatchObject({ ok: true }); // text like any other
  expect(checkTag('é'.repeat(50))).toMatchObject({ ok: true });
  const refused = ['', 'a\u0000b', 'a\u001b[31m', 'a\u202eb', 'a\u200bb', '\ud800', 'a\nb', 'a,b', 'x'.repeat(51)];
  expect(refused.map(checkTag).map((one) => (one.ok ? one.text : one.message))).toEqual([
    'a tag needs a name',
    ...Array.from({ length: 6 }, () => 'a tag has control characters'),
    'a tag has no comma: commas stand between tags',
    'a tag is longer than 50 characters',
  ]);
});

test('a note has lines, and an empty one takes the note away', () => {
  expect(checkNote(' one\r\ntwo ')).toEqual({ ok: true, text: 'one\ntwo' });
  expect(checkNote(' \n')).toEqual({ ok: true, text: '' });
  expect(checkNote('a\u0007')).toEqual({ ok: false, message: 'the note has control characters' });
  expect(checkNote('x'.repeat(2001))).toEqual({ ok: false, message: 'the note is longer than 2000 characters' });
});

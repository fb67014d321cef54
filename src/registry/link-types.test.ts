import { expect, test } from 'vitest';
import { linkTypeConstant, linkTypeName } from './link-types.ts';

test('common link types are called what people call them, the others by their constant', () => {
  expect(linkTypeName(1)).toBe('Ethernet');
  expect(linkTypeName(276)).toBe('Linux cooked v2 (SLL2)');
  expect(linkTypeName(167)).toBe('JUNIPER_PPPOE');
  expect(linkTypeName(9999)).toBe('link type 9999');
  expect(linkTypeConstant(127)).toBe('LINKTYPE_IEEE802_11_RADIOTAP');
  expect(linkTypeConstant(9999)).toBeUndefined();
});

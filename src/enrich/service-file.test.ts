import { expect, test } from 'vitest';
import { parseServices } from './service-file.ts';

test('a line is a service: name, category, and what it is known by', () => {
  const text = '# ours\nERP; work; erp.corp.example *.erp.example 10.1.0.0/16 AS64500 2001:db8::1 # the old one\r\n\n';
  expect(parseServices('services.txt', text)).toEqual([
    {
      name: 'erp',
      category: 'work',
      domains: ['erp.corp.example', 'erp.example'],
      networks: ['10.1.0.0/16', 'AS64500', '2001:db8::1'],
    },
  ]);
});

test.each([
  ['erp', 'services.txt: line 1: expected "name; category; domains, networks or AS numbers"'],
  ['\nerp; work', 'services.txt: line 2: expected "name; category; domains, networks or AS numbers"'],
  ['erp; ; a.example', 'services.txt: line 1: expected "name; category; domains, networks or AS numbers"'],
  ['erp; work; 10.0.0.300', 'services.txt: line 1: "10.0.0.300" is no domain, network or AS number'],
  ['erp; work; 10.0.0.0/33', 'services.txt: line 1: "10.0.0.0/33" is no domain, network or AS number'],
  [
    'erp; work; https://erp.example/',
    'services.txt: line 1: "https://erp.example/" is no domain, network or AS number',
  ],
])('%j is refused with its line', (text, message) => {
  expect(() => parseServices('services.txt', text)).toThrow(message);
});

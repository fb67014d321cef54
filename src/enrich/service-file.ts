/**
 * Services that users add, from a text of one service a line: `name; category; what it is known by`, the last being
 * domains, CIDRs and AS numbers separated by spaces. `#` begins a comment. A domain or network that the built-in list
 * has, too, belongs to the user's service.
 */
import { parseCidr } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import type { Service } from '#registry/services/services.ts';

const MAX_LINES = 10_000;
const DOMAIN = /^(?=.{1,255}$)([a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/;
const AS = /^as\d{1,10}$/i;

/** AppError SERVICES_UNREADABLE names path, line and reason. */
export function parseServices(path: string, text: string): Service[] {
  const lines = text.split(/\r?\n/);
  const refuse = (line: number, reason: string): never => {
    throw new AppError('SERVICES_UNREADABLE', { path, line, reason });
  };
  if (lines.length > MAX_LINES) refuse(MAX_LINES + 1, `more than ${MAX_LINES} lines`);
  const services: Service[] = [];
  for (const [index, whole] of lines.entries()) {
    const line = whole.replace(/#.*/, '').trim();
    if (line === '') continue;
    const parts = line.split(';').map((part) => part.trim());
    const [name = '', category = '', known = ''] = parts;
    if (parts.length !== 3 || name === '' || category === '')
      refuse(index + 1, 'expected "name; category; domains, networks or AS numbers"');
    const domains: string[] = [];
    const networks: string[] = [];
    for (const word of known.split(/[\s,]+/).filter((part) => part !== '')) {
      const domain = word
        .toLowerCase()
        .replace(/^\*?\./, '')
        .replace(/\.$/, '');
      if (AS.test(word)) networks.push(word.toUpperCase());
      else if (parseCidr(word) !== undefined) networks.push(word);
      else if (DOMAIN.test(domain) && !/^[\d.]+$/.test(domain)) domains.push(domain);
      else refuse(index + 1, `"${word}" is no domain, network or AS number`);
    }
    services.push({ name: name.toLowerCase(), category: category.toLowerCase(), domains, networks });
  }
  return services;
}

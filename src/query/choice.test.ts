import { describe, expect, test } from 'vitest';
import { addClause, nearestName, parseFilter } from './filter.ts';

describe('a mark added where nothing is known', () => {
  test('widens the choice instead of contradicting it', () => {
    const both = addClause('app == tls', 'app', undefined, 'add');
    expect(both).toBe('(app == tls or not app)');
    expect(addClause(both, 'app', 'dns', 'add')).toBe('(app in {tls dns} or not app)');
    expect(addClause('not app', 'app', 'tls', 'add')).toBe('(app == tls or not app)');
  });
  test('can be taken out again, from either side', () => {
    expect(addClause('(app == tls or not app)', 'app', undefined, 'exclude')).toBe('app == tls and app');
    expect(addClause('(app == tls or not app)', 'app', 'tls', 'exclude')).toBe('not app and not app == tls');
  });
  test('gives way to a single choice', () => {
    expect(addClause('bytes > 5 and (app == tls or not app)', 'app', 'dns', 'only')).toBe('bytes > 5 and app == dns');
  });
  test('gives filters that can be read', () => {
    expect(parseFilter(addClause('app == tls', 'app', undefined, 'add')).ok).toBe(true);
  });
});

test('a typing error is taken for the field that goes on as it begins', () => {
  expect(nearestName('ap')).toBe('app');
  expect(nearestName('ip.scr')).toBe('ip.src');
});

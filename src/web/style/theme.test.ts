import { expect, test } from 'vitest';
import { CATEGORIES, chartColors, oklch } from './theme.ts';

/** WCAG 2.2, relative luminance and contrast ratio */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const APPS = [
  'tls',
  'quic',
  'http',
  'dns',
  'mdns',
  'ssh',
  'rdp',
  'smtp',
  'smb',
  'ftp',
  'mysql',
  'redis',
  'sip',
  'icmp',
  'ntp',
  'dhcp',
  'wireguard',
  'esp',
  'bittorrent',
  'mqtt',
  'never-heard-of',
];

test.each(['light', 'dark'] as const)('%s: marks stand out from the card by 3 : 1, text by 4.5 : 1', (scheme) => {
  const colors = chartColors(scheme);
  for (const app of [...APPS, ...CATEGORIES.flatMap(({ apps }) => apps)])
    expect(contrast(colors.app(app), colors.surface), app).toBeGreaterThanOrEqual(3);
  for (const mark of [colors.sent, colors.received, colors.other, colors.accent])
    expect(contrast(mark, colors.surface)).toBeGreaterThanOrEqual(3);
  for (const text of [colors.text, colors.muted]) expect(contrast(text, colors.surface)).toBeGreaterThanOrEqual(4.5);
});

test('an application keeps its colour, and the ones most seen differ', () => {
  const { app } = chartColors('light');
  expect(app('tls')).toBe(app('tls'));
  expect(new Set(['tls', 'quic', 'http', 'dns', 'ssh', 'smb', 'ntp', 'icmp'].map(app)).size).toBe(8);
});

test.each(['light', 'dark'] as const)('%s: neighbours of one hue can be told apart', (scheme) => {
  const { app } = chartColors(scheme);
  const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  for (const { apps } of CATEGORIES)
    for (const one of apps)
      for (const other of apps.slice(0, apps.indexOf(one))) {
        const [a, b] = [parts(app(one)), parts(app(other))];
        expect(Math.hypot(...a.map((part, i) => part - b[i]!)), `${one} ${other}`).toBeGreaterThan(16);
      }
});

test('white is white', () => {
  expect(oklch(1, 0, 0)).toBe('#ffffff');
});

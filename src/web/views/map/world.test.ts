import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';
import { expect, test, vi } from 'vitest';

vi.mock('world-atlas/countries-50m.json?url', () => ({ default: '' }));
const { extents, regions } = await import('./world.ts');

const atlas = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8'),
);
const { features } = feature(atlas, atlas.objects.countries) as { features: Parameters<typeof regions>[0] };
const world = regions(features);
const codes = world.features.map((one) => one.properties.name);

test('every code is one region, also where the atlas has several shapes for it', () => {
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).toContain('AU');
});

test('places the atlas draws inside another country have their own region', () => {
  expect(codes).toEqual(expect.arrayContaining(['GF', 'GP', 'MQ', 'RE', 'YT', 'SJ', 'BQ', 'XK']));
  const [longitude, latitude] = extents(world).get('FR')!.center;
  expect(longitude).toBeCloseTo(1.8, 0);
  expect(latitude).toBeCloseTo(46.7, 0);
});

test('Norway keeps its mainland and Lofoten, Svalbard has its own islands', () => {
  expect(extents(world).get('SJ')!.center[1]).toBeGreaterThan(77);
  expect(extents(world).get('NO')!.center[1]).toBeLessThan(66);
});

test('Antarctica and shapes nobody owns are left off; Singapore and Hong Kong are not', () => {
  expect(codes).not.toContain('AQ');
  expect(codes).toEqual(expect.arrayContaining(['SG', 'HK']));
});

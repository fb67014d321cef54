/**
 * The world as regions, one for each ISO 3166-1 alpha-2 code, from Natural Earth 1 : 50 m (world-atlas). Natural Earth draws
 * some places inside another country and some without an ISO number; here each code that addresses are registered under has
 * a region of its own where there is land for it. Antarctica is left off, it would take a fifth of the picture.
 */

import { feature, type Topology } from 'topojson-client';
import atlasUrl from 'world-atlas/countries-50m.json?url';
import { countryOfFeature } from '#registry/countries.ts';
import { t } from '../../language/t.ts';
import { cutAtDateLine, type Polygon } from './date-line.ts';

interface Shape {
  readonly id?: string;
  readonly properties: { readonly name: string };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: Polygon }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly Polygon[] };
}

/** GeoJSON with `properties.name` = alpha-2 code. */
export interface World {
  readonly type: 'FeatureCollection';
  readonly features: readonly {
    readonly type: 'Feature';
    readonly properties: { readonly name: string };
    readonly geometry: { readonly type: 'MultiPolygon'; readonly coordinates: readonly Polygon[] };
  }[];
}
export interface Region {
  /** middle of its largest part, [longitude, latitude] */
  readonly center: readonly [number, number];
  /** degrees its largest part is wide or high, whichever is more */
  readonly size: number;
}

/** Parts with a code of their own that Natural Earth draws as a part of another: code, drawn with, west, south, east, north. */
const APART: readonly (readonly [string, string, number, number, number, number])[] = [
  ['GF', 'FR', -55, 1, -51, 7],
  ['GP', 'FR', -62, 15.5, -60.5, 17],
  ['MQ', 'FR', -61.5, 14, -60.5, 15.2],
  ['RE', 'FR', 55, -22, 56, -20.5],
  ['YT', 'FR', 44.5, -13.5, 45.6, -12],
  ['BQ', 'NL', -70, 11, -62, 19],
  ['SJ', 'NO', 10, 76, 35, 82],
  ['SJ', 'NO', -10, 70, -7, 72],
];

const polygons = (shape: Shape): readonly Polygon[] =>
  shape.geometry.type === 'Polygon' ? [shape.geometry.coordinates] : shape.geometry.coordinates;

function bounds(polygon: Polygon): { west: number; south: number; east: number; north: number } {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [x, y] of polygon[0] ?? []) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return { west, south, east, north };
}

function codeOf(code: string, polygon: Polygon): string {
  const box = bounds(polygon);
  for (const [apart, within, west, south, east, north] of APART) {
    if (code !== within) continue;
    if (box.west >= west && box.east <= east && box.south >= south && box.north <= north) return apart;
  }
  return code;
}

/** Christmas and Cocos Islands are one shape in Natural Earth. */
const INDIAN_OCEAN = t('Indian Ocean Ter.');

/** Regions of an atlas's shapes. */
export function regions(shapes: readonly Shape[]): World {
  const byCode = new Map<string, Polygon[]>();
  for (const shape of shapes) {
    const { name } = shape.properties;
    const code = name === INDIAN_OCEAN ? 'CX' : countryOfFeature(shape.id, name);
    if (code === undefined || code === 'AQ') continue;
    for (const polygon of polygons(shape).flatMap(cutAtDateLine)) {
      const own = codeOf(code, polygon);
      const list = byCode.get(own);
      if (list) list.push(polygon);
      else byCode.set(own, [polygon]);
    }
  }
  return {
    type: 'FeatureCollection',
    features: [...byCode].map(([name, coordinates]) => ({
      type: 'Feature',
      properties: { name },
      geometry: { type: 'MultiPolygon', coordinates },
    })),
  };
}

/** Where each region lies and how large it is, to mark those too small to hit. */
export function extents(world: World): ReadonlyMap<string, Region> {
  const found = new Map<string, Region>();
  for (const one of world.features) {
    let best: Region | undefined;
    for (const polygon of one.geometry.coordinates) {
      const { west, south, east, north } = bounds(polygon);
      const size = Math.max(east - west, north - south);
      if (best === undefined || size > best.size) best = { center: [(west + east) / 2, (south + north) / 2], size };
    }
    if (best) found.set(one.properties.name, best);
  }
  return found;
}

export async function loadWorld(): Promise<World> {
  const response = await fetch(atlasUrl);
  if (!response.ok) throw new Error(`the map could not be loaded (${response.status})`);
  const atlas = (await response.json()) as Topology;
  const { features } = feature(atlas, atlas.objects.countries) as { features: readonly Shape[] };
  return regions(features);
}

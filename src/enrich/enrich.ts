/**
 * Completes a batch of flows with what follows from its own columns: country and operator of both ends by address, the
 * named service and what it is for. Owns the columns srcCountry, dstCountry, srcAsn, dstAsn, service, serviceBy and
 * category; reads the others.
 */
import type { FlowBatch } from '#flow/batch/batch.ts';
import { Categories } from './categories.ts';
import { endsFiller } from './ends.ts';
import type { Geo } from './geo.ts';
import type { ServiceTable } from './services.ts';
import { ToldServices } from './told-services.ts';

export interface Enricher {
  /** what the numbers in the column category mean; 0 is '' */
  readonly categories: readonly string[];
  /** fills the columns for rows [0, batch.length) */
  fill(batch: FlowBatch): void;
  /** categories of applications, by their codes */
  ofApps(apps: Uint16Array): Uint8Array;
  /** service and category that names of addresses tell */
  named(names: Names): { readonly services: Uint16Array; readonly categories: Uint8Array };
}

/** Texts [offset, +bytes) of a heap. */
interface Names {
  readonly length: number;
  readonly offset: Uint32Array;
  readonly bytes: Uint32Array;
  readonly heap: Uint8Array;
}

/** `apps`: names of the numbers in the column app. */
export function createEnricher(geo: Geo, services: ServiceTable, apps: readonly string[]): Enricher {
  const fillEnds = endsFiller(geo, services);
  const told = new ToldServices(services, apps);
  const categories = new Categories(services, apps);
  return {
    categories: categories.names,
    fill(batch) {
      fillEnds(batch);
      told.fillSpoken(batch);
      told.fillNamed(batch);
      categories.fill(batch);
    },
    ofApps: (codes) => Uint8Array.from(codes, (code) => categories.ofApp(code)),
    named({ length, offset, bytes, heap }) {
      const found = new Uint16Array(length);
      for (let i = 0; i < length; i++) found[i] = services.ofName(heap, offset[i]!, offset[i]! + bytes[i]!);
      return { services: found, categories: Uint8Array.from(found, (service) => categories.ofService(service)) };
    },
  };
}

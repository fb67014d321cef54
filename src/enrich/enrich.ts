/**
 * Completes a batch of flows with what follows from its own columns: country and operator of both ends by address, the
 * named service and what it is for. Owns the columns srcCountry, dstCountry, srcAsn, dstAsn, service, serviceBy and
 * category; reads the others.
 */
import { fact } from '#fields/table.ts';
import { AppBy, type FlowBatch, ServiceBy } from '#flow/batch.ts';
import { categoryOfApp } from '#registry/app-categories.ts';
import type { Geo } from './geo.ts';
import type { ServiceTable } from './services.ts';

const HOST = fact('host');

/** Entries of the cache of address → table row: the ends of a capture repeat (measured: twice as fast as searching). */
const CACHE_ENTRIES = 16384;
/** Category of what says nothing but that the web is used; a service's own goes before. */
const WEB = 'web';

export interface Enricher {
  /** what the numbers in the column category mean; 0 is '' */
  readonly categories: readonly string[];
  /** fills the columns for rows [0, batch.length) */
  fill(batch: FlowBatch): void;
}

/** `apps`: names of the numbers in the column app. */
export function createEnricher(geo: Geo, services: ServiceTable, apps: readonly string[]): Enricher {
  const keys = new Uint32Array(4 * CACHE_ENTRIES);
  const rows = new Uint32Array(CACHE_ENTRIES).fill(geo.find(0, 0, 0, 0));
  /** of the cached address: by its network, else by its operator */
  const cachedService = new Uint16Array(CACHE_ENTRIES);
  const cachedBy = new Uint8Array(CACHE_ENTRIES);

  const categories = [
    '',
    ...new Set([...services.services.slice(1).map((service) => service.category), ...apps.map(categoryOfApp)]),
  ].filter((name, i) => i === 0 || name !== '');
  const ofService = Uint8Array.from(services.services, (service) => categories.indexOf(service.category));
  const ofApp = Uint8Array.from(apps, (app) => categories.indexOf(categoryOfApp(app)));
  const web = categories.indexOf(WEB);

  /** Place in the cache of an address, whose words are given least significant first. */
  function slotOf(ip: Uint32Array, i: number): number {
    const w3 = ip[4 * i]!;
    const w2 = ip[4 * i + 1]!;
    const w1 = ip[4 * i + 2]!;
    const w0 = ip[4 * i + 3]!;
    const mixed = Math.imul(w3 ^ Math.imul(w1, 0x85ebca6b) ^ w0, 0x9e3779b1);
    const slot = (mixed >>> 18) & (CACHE_ENTRIES - 1);
    const key = 4 * slot;
    if (keys[key] !== w3 || keys[key + 1] !== w2 || keys[key + 2] !== w1 || keys[key + 3] !== w0) {
      keys[key] = w3;
      keys[key + 1] = w2;
      keys[key + 2] = w1;
      keys[key + 3] = w0;
      rows[slot] = geo.find(w0, w1, w2, w3);
      const own = services.ofAddress(w0, w1, w2, w3);
      const operators = own === 0 ? services.ofAsn(geo.asnAt(rows[slot]!)) : 0;
      cachedService[slot] = own || operators;
      cachedBy[slot] = own !== 0 ? ServiceBy.Address : operators !== 0 ? ServiceBy.Operator : ServiceBy.None;
    }
    return slot;
  }

  function fillEnds(batch: FlowBatch): void {
    const { srcIp, dstIp, srcCountry, dstCountry, srcAsn, dstAsn, service, serviceBy } = batch;
    for (let i = 0; i < batch.length; i++) {
      if (batch.ipVersion[i] === 0) {
        srcCountry[i] = dstCountry[i] = srcAsn[i] = dstAsn[i] = service[i] = serviceBy[i] = 0;
        continue;
      }
      const srcRow = rows[slotOf(srcIp, i)]!;
      srcCountry[i] = geo.countryAt(srcRow);
      srcAsn[i] = geo.asnAt(srcRow);
      const slot = slotOf(dstIp, i);
      const dstRow = rows[slot]!;
      dstCountry[i] = geo.countryAt(dstRow);
      dstAsn[i] = geo.asnAt(dstRow);
      service[i] = cachedService[slot]!;
      serviceBy[i] = cachedBy[slot]!;
    }
  }

  /** A name says more than an address. */
  function fillNamed(batch: FlowBatch): void {
    const { service, serviceBy, factField, factRow, factValue, factLength, heap } = batch;
    for (let i = 0; i < batch.factCount; i++) {
      if (factField[i] !== HOST) continue;
      const row = factRow[i]!;
      const off = factValue[i]!;
      const named = services.ofName(heap, off, off + factLength[i]!);
      if (named === 0) continue;
      service[row] = named;
      serviceBy[row] = ServiceBy.Host;
    }
  }

  function fillCategories(batch: FlowBatch): void {
    const { service, serviceBy, category, app, appBy } = batch;
    for (let i = 0; i < batch.length; i++) {
      const told = ofService[service[i]!]!;
      const own = appBy[i] === AppBy.Inspected ? (ofApp[app[i]!] ?? 0) : 0;
      // An operator's network carries anything: what is spoken goes before it, where it is more than the web.
      const isWeak = serviceBy[i] === ServiceBy.Operator && own !== 0 && own !== web;
      category[i] = told === 0 || isWeak ? own : told;
    }
  }

  return {
    categories,
    fill(batch) {
      fillEnds(batch);
      fillNamed(batch);
      fillCategories(batch);
    },
  };
}

/**
 * Completes a batch of flows with what follows from its own columns: country and operator of both ends by address, the
 * named service and what it is for. Owns the columns srcCountry, dstCountry, srcAsn, dstAsn, service, serviceBy and
 * category; reads the others.
 */
import { fact } from '#fields/table.ts';
import { AppBy, type FlowBatch, ServiceBy } from '#flow/batch/batch.ts';
import { categoryOfApp } from '#registry/app-categories.ts';
import { APP_SERVICES } from '#registry/services/app-services.ts';
import { CERTIFICATE_SERVICES } from '#registry/services/certificate-services.ts';
import { SERVICE_PORTS } from '#registry/services/service-ports.ts';
import type { Geo } from './geo.ts';
import type { ServiceTable } from './services.ts';

const HOST = fact('host');
const CERT_NAMES = fact('tls.cert.san');
const CERT_SUBJECT = fact('tls.cert.subject');
/** a service by its name, as what is spoken tells it */
const SPOKEN = fact('stun.service');
const BLANK = 0x20;
const STAR = 0x2a;
/** between the attributes of a distinguished name: a comma that is not escaped, RFC 4514 §2.4 */
const ATTRIBUTES = /(?<!\\),/;

/** Entries of the cache of address → table row: the ends of a capture repeat (measured: twice as fast as searching). */
const CACHE_ENTRIES = 16384;
/** Category of what says nothing but that the web is used; a service's own goes before. */
const WEB = 'web';
/** DNS over TLS, DTLS and QUIC, RFC 7858 and RFC 9250 §4.1.1 */
const DNS_IN_CIPHER = 853;
/** in the cache: the service was not asked for; sources alone never need it */
const UNASKED = 255;

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
  const web = Math.max(0, categories.indexOf(WEB));
  const dns = Math.max(0, categories.indexOf('dns'));
  const decoder = new TextDecoder();
  const numbers = new Map(services.services.map(({ name }, number) => [name, number]));
  const numberOf = (name: string): number => numbers.get(name) ?? 0;
  const narrower = SERVICE_PORTS.map(([of, proto, first, last, service]) => ({
    of: numberOf(of),
    proto,
    first,
    last,
    service: numberOf(service),
  }));
  /** by service: its ports tell another one */
  const hasPorts = new Uint8Array(services.services.length);
  for (const { of } of narrower) hasPorts[of] = 1;
  /** Service of a port in the networks of `service`. */
  function ofPort(service: number, proto: number, port: number): number {
    for (const part of narrower)
      if (part.of === service && part.proto === proto && port >= part.first && port <= part.last) return part.service;
    return service;
  }
  /** services that have an application for themselves, by its code; 0 = none */
  const serviceOfApp = Uint16Array.from(apps, (app) => {
    const name = APP_SERVICES[app];
    return name === undefined ? 0 : numberOf(name);
  });

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
      cachedBy[slot] = UNASKED;
    }
    return slot;
  }

  /** Service of the address at a place of the cache: by a network of its own, else by its operator. */
  function askService(slot: number): void {
    const key = 4 * slot;
    const own = services.ofAddress(keys[key + 3]!, keys[key + 2]!, keys[key + 1]!, keys[key]!);
    const operators = own === 0 ? services.ofAsn(geo.asnAt(rows[slot]!)) : 0;
    cachedService[slot] = own || operators;
    cachedBy[slot] = own !== 0 ? ServiceBy.Address : operators !== 0 ? ServiceBy.Operator : ServiceBy.None;
  }

  function fillEnds(batch: FlowBatch): void {
    const { srcIp, dstIp, dstPort, proto, srcCountry, dstCountry, srcAsn, dstAsn, service, serviceBy } = batch;
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
      if (cachedBy[slot] === UNASKED) askService(slot);
      const own = cachedService[slot]!;
      service[i] = hasPorts[own] === 0 ? own : ofPort(own, proto[i]!, dstPort[i]!);
      serviceBy[i] = cachedBy[slot]!;
    }
  }

  /** What is spoken says more than an address. */
  function fillSpoken(batch: FlowBatch): void {
    const { service, serviceBy, app, appBy } = batch;
    for (let i = 0; i < batch.length; i++) {
      const own = serviceOfApp[app[i]!] ?? 0;
      if (own === 0 || appBy[i] !== AppBy.Inspected) continue;
      service[i] = own;
      serviceBy[i] = ServiceBy.Application;
    }
  }

  /** The name asked for says more than the certificate, that more than what is spoken. */
  function fillNamed(batch: FlowBatch): void {
    const { service, serviceBy, factField, factRow, factValue, factLength, heap } = batch;
    const subjects: number[] = [];
    const withNames = new Set<number>();
    for (let i = 0; i < batch.factCount; i++) {
      const field = factField[i];
      if (field === CERT_SUBJECT) subjects.push(i);
      if (field !== HOST && field !== CERT_NAMES && field !== SPOKEN) continue;
      const row = factRow[i]!;
      const off = factValue[i]!;
      const end = off + factLength[i]!;
      const by = field === HOST ? ServiceBy.Host : field === SPOKEN ? ServiceBy.Application : ServiceBy.Certificate;
      const known = serviceBy[row];
      if (field === CERT_NAMES) withNames.add(row);
      if (by !== ServiceBy.Host && (known === ServiceBy.Host || known === ServiceBy.Certificate)) continue;
      const named =
        by === ServiceBy.Host
          ? services.ofName(heap, off, end)
          : by === ServiceBy.Certificate
            ? certified(heap, off, end)
            : numberOf(decoder.decode(heap.subarray(off, end)));
      if (named === 0) continue;
      service[row] = named;
      serviceBy[row] = by;
    }
    for (const i of subjects) {
      const row = factRow[i]!;
      if (serviceBy[row] === ServiceBy.Host || serviceBy[row] === ServiceBy.Certificate) continue;
      const subject = decoder.decode(heap.subarray(factValue[i]!, factValue[i]! + factLength[i]!));
      const named = ofSubject(subject, withNames.has(row));
      if (named === 0) continue;
      service[row] = named;
      serviceBy[row] = ServiceBy.Certificate;
    }
  }

  /** Service by a certificate's subject: whom its maker says it is of, else, where it has no other names, a common name that is a host. */
  function ofSubject(subject: string, hasNames: boolean): number {
    const attributes = subject.split(ATTRIBUTES);
    for (const attribute of attributes) {
      const named = numberOf(CERTIFICATE_SERVICES.get(attribute) ?? '');
      if (named !== 0) return named;
    }
    const common = attributes.find((attribute) => attribute.startsWith('CN='))?.slice('CN='.length) ?? '';
    return !hasNames && common.includes('.') ? services.ofText(common.startsWith('*.') ? common.slice(2) : common) : 0;
  }

  /** Service of all names of a certificate, separated by blanks; 0 when they belong to several: it serves others, too. */
  function certified(heap: Uint8Array, off: number, end: number): number {
    let found = 0;
    for (let at = off; at < end; ) {
      let stop = at;
      while (stop < end && heap[stop] !== BLANK) stop++;
      const service = services.ofName(heap, heap[at] === STAR ? at + 2 : at, stop);
      if (service !== 0 && found !== 0 && service !== found) return 0;
      found = service || found;
      at = stop + 1;
    }
    return found;
  }

  function fillCategories(batch: FlowBatch): void {
    const { service, serviceBy, category, app, appBy, dstPort } = batch;
    for (let i = 0; i < batch.length; i++) {
      const told = ofService[service[i]!]!;
      let own = appBy[i] === AppBy.Inspected ? (ofApp[app[i]!] ?? 0) : 0;
      if (own === web && own !== 0 && dstPort[i] === DNS_IN_CIPHER) own = dns;
      // An operator's network carries anything: what is spoken goes before it, where it is more than the web.
      const isWeak = serviceBy[i] === ServiceBy.Operator && own !== 0 && own !== web;
      category[i] = told === 0 || isWeak ? own : told;
    }
  }

  return {
    categories,
    fill(batch) {
      fillEnds(batch);
      fillSpoken(batch);
      fillNamed(batch);
      fillCategories(batch);
    },
    ofApps: (codes) => Uint8Array.from(codes, (code) => ofApp[code] ?? 0),
    named({ length, offset, bytes, heap }) {
      const found = new Uint16Array(length);
      for (let i = 0; i < length; i++) found[i] = services.ofName(heap, offset[i]!, offset[i]! + bytes[i]!);
      return { services: found, categories: Uint8Array.from(found, (service) => ofService[service]!) };
    },
  };
}

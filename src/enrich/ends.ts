/** What the two addresses of a flow tell: country and operator of either, and the service that answers at the destination. */
import { type FlowBatch, ServiceBy } from '#flow/batch/batch.ts';
import { SERVICE_PORTS } from '#registry/services/service-ports.ts';
import type { Geo } from './geo.ts';
import type { ServiceTable } from './services.ts';

/** Entries of the cache of address → table row: the ends of a capture repeat (measured: twice as fast as searching). */
const CACHE_ENTRIES = 16384;
/** in the cache: the service was not asked for; sources alone never need it */
const UNASKED = 255;
/** 168.63.129.16: what comes from it are Azure's own probes of health ("What is IP address 168.63.129.16?", learn.microsoft.com) */
const AZURE_PLATFORM = 0xa83f8110;
const MAPPED = 0xffff;

type ServiceOfPort = (service: number, proto: number, port: number) => number;

/** Fills srcCountry, dstCountry, srcAsn, dstAsn, service and serviceBy of all rows. */
export function endsFiller(geo: Geo, services: ServiceTable): (batch: FlowBatch) => void {
  const keys = new Uint32Array(4 * CACHE_ENTRIES);
  const rows = new Uint32Array(CACHE_ENTRIES).fill(geo.find(0, 0, 0, 0));
  /** of the cached address: by its network, else by its operator */
  const cachedService = new Uint16Array(CACHE_ENTRIES);
  const cachedBy = new Uint8Array(CACHE_ENTRIES);
  const ofPort = servicesByPort(services);
  const platform = services.numberOf('azure platform');

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

  return (batch) => {
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
      service[i] = ofPort(own, proto[i]!, dstPort[i]!);
      serviceBy[i] = cachedBy[slot]!;
      if (own === 0 && srcIp[4 * i] === AZURE_PLATFORM && isMapped(srcIp, i) && platform !== 0) {
        service[i] = platform;
        serviceBy[i] = ServiceBy.Address;
      }
    }
  };
}

/** An IPv4 address stands in row i. */
function isMapped(ip: Uint32Array, i: number): boolean {
  return ip[4 * i + 1] === MAPPED && ip[4 * i + 2] === 0 && ip[4 * i + 3] === 0;
}

/** Service of a port in the networks of another: what has a service of its own there, else that one. */
function servicesByPort(services: ServiceTable): ServiceOfPort {
  const narrower = SERVICE_PORTS.map(([of, proto, first, last, service]) => ({
    of: services.numberOf(of),
    proto,
    first,
    last,
    service: services.numberOf(service),
  }));
  const hasPorts = new Uint8Array(services.services.length);
  for (const { of } of narrower) hasPorts[of] = 1;
  return (service, proto, port) => {
    if (hasPorts[service] === 0) return service;
    for (const part of narrower)
      if (part.of === service && part.proto === proto && port >= part.first && port <= part.last) return part.service;
    return service;
  };
}

/** The service that a flow itself tells: what is spoken says more than an address, a certificate more than that, the name asked for most. */
import { fact } from '#fields/table.ts';
import { AppBy, type FlowBatch, ServiceBy } from '#flow/batch/batch.ts';
import { APP_SERVICES } from '#registry/services/app-services.ts';
import { CERTIFICATE_SERVICES } from '#registry/services/certificate-services.ts';
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

/** Puts what flows tell in place of what service and serviceBy held. */
export class ToldServices {
  readonly #services: ServiceTable;
  /** services that have an application for themselves, by its code; 0 = none */
  readonly #ofApp: Uint16Array;
  readonly #decoder = new TextDecoder();

  /** `apps`: names of the numbers in the column app. */
  constructor(services: ServiceTable, apps: readonly string[]) {
    this.#services = services;
    this.#ofApp = Uint16Array.from(apps, (app) => {
      const name = APP_SERVICES[app];
      return name === undefined ? 0 : services.numberOf(name);
    });
  }

  /** By an application that only the service speaks. */
  fillSpoken({ length, service, serviceBy, app, appBy }: FlowBatch): void {
    for (let i = 0; i < length; i++) {
      const own = this.#ofApp[app[i]!] ?? 0;
      if (own === 0 || appBy[i] !== AppBy.Inspected) continue;
      service[i] = own;
      serviceBy[i] = ServiceBy.Application;
    }
  }

  /** By the name asked for, the names of the certificate, what is said of the service; the certificate's subject where neither tells. */
  fillNamed(batch: FlowBatch): void {
    const { service, serviceBy, factField, factRow, factValue, factLength, heap } = batch;
    const subjects: number[] = [];
    const withNames = new Set<number>();
    for (let i = 0; i < batch.factCount; i++) {
      const field = factField[i];
      if (field === CERT_SUBJECT) subjects.push(i);
      if (field !== HOST && field !== CERT_NAMES && field !== SPOKEN) continue;
      const row = factRow[i]!;
      const by = field === HOST ? ServiceBy.Host : field === SPOKEN ? ServiceBy.Application : ServiceBy.Certificate;
      if (field === CERT_NAMES) withNames.add(row);
      if (by !== ServiceBy.Host && isNamed(serviceBy[row]!)) continue;
      const named = this.#named(by, heap, factValue[i]!, factValue[i]! + factLength[i]!);
      if (named === 0) continue;
      service[row] = named;
      serviceBy[row] = by;
    }
    for (const i of subjects) {
      const row = factRow[i]!;
      if (isNamed(serviceBy[row]!)) continue;
      const subject = this.#decoder.decode(heap.subarray(factValue[i]!, factValue[i]! + factLength[i]!));
      const named = this.#ofSubject(subject, withNames.has(row));
      if (named === 0) continue;
      service[row] = named;
      serviceBy[row] = ServiceBy.Certificate;
    }
  }

  #named(by: number, heap: Uint8Array, off: number, end: number): number {
    if (by === ServiceBy.Host) return this.#services.ofName(heap, off, end);
    if (by === ServiceBy.Certificate) return this.#ofCertificate(heap, off, end);
    return this.#services.numberOf(this.#decoder.decode(heap.subarray(off, end)));
  }

  /** Service by a certificate's subject: whom its maker says it is of, else, where it has no other names, a common name that is a host. */
  #ofSubject(subject: string, hasNames: boolean): number {
    const attributes = subject.split(ATTRIBUTES);
    for (const attribute of attributes) {
      const named = this.#services.numberOf(CERTIFICATE_SERVICES.get(attribute) ?? '');
      if (named !== 0) return named;
    }
    const common = attributes.find((attribute) => attribute.startsWith('CN='))?.slice('CN='.length) ?? '';
    return !hasNames && common.includes('.')
      ? this.#services.ofText(common.startsWith('*.') ? common.slice(2) : common)
      : 0;
  }

  /** Service of all names of a certificate, separated by blanks; 0 when they belong to several: it serves others, too. */
  #ofCertificate(heap: Uint8Array, off: number, end: number): number {
    let found = 0;
    for (let at = off; at < end; ) {
      let stop = at;
      while (stop < end && heap[stop] !== BLANK) stop++;
      const service = this.#services.ofName(heap, heap[at] === STAR ? at + 2 : at, stop);
      if (service !== 0 && found !== 0 && service !== found) return 0;
      found = service || found;
      at = stop + 1;
    }
    return found;
  }
}

const isNamed = (by: number): boolean => by === ServiceBy.Host || by === ServiceBy.Certificate;

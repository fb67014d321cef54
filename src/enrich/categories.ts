/** What flows are for: the category of the service, else of the application. */
import { AppBy, type FlowBatch, ServiceBy } from '#flow/batch/batch.ts';
import { categoryOfApp } from '#registry/app-categories.ts';
import type { ServiceTable } from './services.ts';

/** Category of what says nothing but that the web is used; a service's own goes before. */
const WEB = 'web';
/** DNS over TLS, DTLS and QUIC, RFC 7858 and RFC 9250 §4.1.1 */
const DNS_IN_CIPHER = 853;

export class Categories {
  /** what the numbers mean; 0 is '' */
  readonly names: readonly string[];
  readonly #ofService: Uint8Array;
  readonly #ofApp: Uint8Array;
  readonly #web: number;
  readonly #dns: number;

  /** `apps`: names of the numbers in the column app. */
  constructor({ services }: ServiceTable, apps: readonly string[]) {
    const used = new Set([...services.slice(1).map(({ category }) => category), ...apps.map(categoryOfApp)]);
    used.delete('');
    this.names = ['', ...used];
    this.#ofService = Uint8Array.from(services, ({ category }) => this.names.indexOf(category));
    this.#ofApp = Uint8Array.from(apps, (app) => this.names.indexOf(categoryOfApp(app)));
    this.#web = Math.max(0, this.names.indexOf(WEB));
    this.#dns = Math.max(0, this.names.indexOf('dns'));
  }

  ofApp(app: number): number {
    return this.#ofApp[app] ?? 0;
  }

  ofService(service: number): number {
    return this.#ofService[service]!;
  }

  /** Fills the column category, by service and application. */
  fill({ length, service, serviceBy, category, app, appBy, dstPort }: FlowBatch): void {
    for (let i = 0; i < length; i++) {
      const told = this.ofService(service[i]!);
      let own = appBy[i] === AppBy.Inspected ? this.ofApp(app[i]!) : 0;
      if (own === this.#web && own !== 0 && dstPort[i] === DNS_IN_CIPHER) own = this.#dns;
      // An operator's network carries anything: what is spoken goes before it, where it is more than the web.
      const isWeak = serviceBy[i] === ServiceBy.Operator && own !== 0 && own !== this.#web;
      category[i] = told === 0 || isWeak ? own : told;
    }
  }
}

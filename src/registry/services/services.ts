/**
 * Named services by the domains they are reached at and the networks they run in, our own list (2026-11). A name belongs
 * to the service with the longest matching suffix: teams.microsoft.com is microsoft teams, not microsoft. Domains are taken
 * from the services' own pages on firewalls and endpoints, where they have one.
 */

import { AWS } from './aws.ts';
import { BUSINESS } from './business.ts';
import { INFRASTRUCTURE } from './infrastructure.ts';
import { LIVING } from './living.ts';
import { PEOPLE } from './people.ts';
import { REGIONS } from './regions.ts';
import { RESOLVERS } from './resolvers.ts';
import { SERVICE_NETWORKS } from './service-networks.ts';
import { TELEVISION } from './television.ts';

export interface Service {
  /** lower case, as shown and as written in filters */
  readonly name: string;
  /** what it is for: video, chat, cloud, ads, … */
  readonly category: string;
  /** suffixes that end at a label: example.com matches example.com and www.example.com */
  readonly domains: readonly string[];
  /** CIDRs and AS numbers (AS64496) */
  readonly networks: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

/** Index 0 is none. Names are what lasts; an index is a service's number while a program runs. */
export const SERVICES: readonly Service[] = [
  { name: '', category: '', domains: [], networks: [] },
  ...[PEOPLE, INFRASTRUCTURE, AWS, REGIONS, BUSINESS, RESOLVERS, TELEVISION, LIVING].flatMap((part) =>
    Object.entries(part).flatMap(([category, services]) =>
      Object.entries(services).map(([name, domains]) => ({
        name,
        category,
        domains: words(domains),
        networks: words(SERVICE_NETWORKS[name] ?? ''),
      })),
    ),
  ),
];

/** Categories, in the order of the list. */
export const CATEGORIES: readonly string[] = [...new Set(SERVICES.slice(1).map((service) => service.category))];

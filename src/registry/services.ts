/**
 * Named services by the domains they are reached at, our own list (2026-11). A name belongs to the service with the
 * longest matching suffix: teams.microsoft.com is microsoft teams, not microsoft.
 */
import { INFRASTRUCTURE } from './services-infrastructure.ts';
import { PEOPLE } from './services-people.ts';

export interface Service {
  /** lower case, as shown and as written in filters */
  readonly name: string;
  /** what it is for: video, chat, cloud, ads, … */
  readonly category: string;
  /** suffixes that end at a label: example.com matches example.com and www.example.com */
  readonly domains: readonly string[];
}

/** Index 0 is none; the index is the value of the flow's service column while a program runs, the name is what lasts. */
export const SERVICES: readonly Service[] = [
  { name: '', category: '', domains: [] },
  ...[...Object.entries(PEOPLE), ...Object.entries(INFRASTRUCTURE)].flatMap(([category, services]) =>
    Object.entries(services).map(([name, domains]) => ({ name, category, domains: domains.split(' ') })),
  ),
];

/** Categories, in the order of the list. */
export const CATEGORIES: readonly string[] = [...new Set(SERVICES.slice(1).map((service) => service.category))];

/**
 * Dutch, by the English text of the page. Words of the field (flow, host, poort, byte) stay as Dutch engineers use them.
 * A text stands in the part that shows it; what several parts show, in nl/shared.ts.
 */
import type { Catalogue } from './catalogue.ts';
import { app } from './nl/app.ts';
import { azure } from './nl/azure.ts';
import { fieldsApplications } from './nl/fields-applications.ts';
import { fieldsNetwork } from './nl/fields-network.ts';
import { filter } from './nl/filter.ts';
import { pictures } from './nl/pictures.ts';
import { settings } from './nl/settings.ts';
import { shared } from './nl/shared.ts';
import { start } from './nl/start.ts';
import { told } from './nl/told.ts';
import { viewsFlows } from './nl/views-flows.ts';
import { viewsHosts } from './nl/views-hosts.ts';
import { viewsProtocols } from './nl/views-protocols.ts';
import { viewsTraffic } from './nl/views-traffic.ts';

/** The page's own words. */
const pageParts: readonly Catalogue[] = [
  shared,
  app,
  start,
  azure,
  filter,
  pictures,
  settings,
  viewsFlows,
  viewsHosts,
  viewsTraffic,
  viewsProtocols,
];
/** Labels and meanings of the field table. */
const fieldParts: readonly Catalogue[] = [fieldsNetwork, fieldsApplications];

export const page: Catalogue = Object.assign({}, ...pageParts);
export const fields: Catalogue = Object.assign({}, ...fieldParts);
export { told };
export const parts: readonly Catalogue[] = [...pageParts, ...fieldParts, told];

const all: Catalogue = Object.assign({}, ...parts);
export default all;

/** What the settings read and write. Each throws an ApiFailure whose message is for the user. */
import type { Dataset, Job } from '#app/model.ts';
import type { OwnNetwork } from '#query/networks.ts';
import { callApi } from '../state/api.ts';

const at = (id: string) => `/api/datasets/${encodeURIComponent(id)}`;
type List = { readonly networks: readonly OwnNetwork[] };

export const putSettings = (id: string, settings: NonNullable<Dataset['settings']>): Promise<Dataset> =>
  callApi('PATCH', at(id), { settings });
/** Reads all of its captures again with these settings. */
export const reread = (id: string, settings: NonNullable<Dataset['settings']>): Promise<Job> =>
  callApi('POST', `${at(id)}/reread`, { settings });
export const networksOf = (id: string): Promise<List> => callApi('GET', `${at(id)}/networks`);
export const putNetworks = (id: string, networks: readonly OwnNetwork[]): Promise<List> =>
  callApi('PUT', `${at(id)}/networks`, { networks });

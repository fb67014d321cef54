/** What users add to datasets, for the commands: by this process, or by the server that has the data directory. */
import { Capscope } from '#app/capscope.ts';
import { holderOf } from '#app/data-dir.ts';
import type { DatasetEdit } from '#app/datasets/catalog.ts';
import { ENGINE } from '#app/engine.ts';
import type { Dataset } from '#app/model.ts';
import type { MarkChange, MarkResult, Marks } from '#query/marks.ts';
import type { OwnNetwork, WrittenNetwork } from '#query/networks.ts';
import { callTo } from './door.ts';

export interface OwnDataDoor {
  datasets(): Promise<readonly Dataset[]>;
  edit(id: string, edit: DatasetEdit): Promise<Dataset>;
  networks(id: string): Promise<readonly OwnNetwork[]>;
  setNetworks(id: string, networks: readonly WrittenNetwork[]): Promise<readonly OwnNetwork[]>;
  marks(id: string): Promise<Marks>;
  mark(id: string, change: MarkChange): Promise<MarkResult>;
  close(): Promise<void>;
}

export function openOwnData(dir: string): OwnDataDoor {
  const holder = holderOf(dir, Date.now());
  return holder?.port === undefined ? own(new Capscope({ dir, ...ENGINE })) : remote(holder.port);
}

function own(app: Capscope): OwnDataDoor {
  return {
    datasets: async () => app.listDatasets(),
    edit: async (id, edit) => app.own.edit(id, edit),
    networks: (id) => app.own.networks(id),
    setNetworks: (id, networks) => app.own.setNetworks(id, networks),
    marks: (id) => app.own.marks(id),
    mark: (id, change) => app.own.mark(id, change),
    close: () => app.close(),
  };
}

function remote(port: number): OwnDataDoor {
  const call = callTo(`http://127.0.0.1:${port}`);
  type List = { readonly networks: readonly OwnNetwork[] };
  return {
    datasets: () => call('GET', '/api/datasets'),
    edit: (id, edit) => call('PATCH', `/api/datasets/${id}`, edit),
    networks: async (id) => (await call<List>('GET', `/api/datasets/${id}/networks`)).networks,
    setNetworks: async (id, networks) =>
      (await call<List>('PUT', `/api/datasets/${id}/networks`, { networks })).networks,
    marks: (id) => call('GET', `/api/datasets/${id}/marks`),
    mark: (id, change) => call('POST', `/api/datasets/${id}/marks`, change),
    close: async () => {},
  };
}

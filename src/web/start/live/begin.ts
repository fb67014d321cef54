/** Live sources, which the user starts and stops. Each call throws an ApiFailure whose message is for the user. */
import { useParams } from '@tanstack/react-router';
import type { Job } from '#app/model.ts';
import { ApiFailure, callApi } from '../../state/api.ts';
import { useRefreshDatasets } from '../../state/events.ts';
import { createDataset, deleteDataset, useOpenDataset } from '../actions.ts';

export interface ListenWish {
  readonly host: string;
  readonly port: number;
  readonly tls: 'none' | 'own' | { readonly cert: string; readonly key: string };
  readonly token?: string;
  readonly from: readonly string[];
  readonly idleSeconds?: number;
  readonly keepBytes?: number;
}
export interface CaptureWish {
  readonly interface: string;
  readonly filter: string;
  readonly keepBytes?: number;
}
export interface FolderWish {
  readonly path: string;
  readonly subfolders: boolean;
  readonly onlyNew: boolean;
}
export type Wish =
  | { readonly kind: 'listen'; readonly body: ListenWish }
  | { readonly kind: 'capture'; readonly body: CaptureWish }
  | { readonly kind: 'folder'; readonly body: FolderWish };

export interface NetworkInterface {
  readonly name: string;
  readonly about?: string;
}

export const interfaces = (signal?: AbortSignal): Promise<readonly NetworkInterface[]> =>
  callApi('GET', '/api/interfaces', undefined, signal);

/** Starts it in a dataset, or in a new one, which is then shown, and deleted again if the start fails. */
export function useBegin(): (wish: Wish, name: string, dataset: string | undefined) => Promise<Job> {
  const { dataset: shown } = useParams({ strict: false }) as { dataset?: string };
  const open = useOpenDataset();
  const refresh = useRefreshDatasets();
  return async ({ kind, body }, name, dataset) => {
    const into = dataset ?? (await newDataset(name)).id;
    try {
      const job = await callApi<Job>('POST', `/api/datasets/${encodeURIComponent(into)}/${kind}`, body);
      await refresh();
      if (into !== shown) open(into);
      return job;
    } catch (cause) {
      if (dataset === undefined) await deleteDataset(into).catch(() => undefined);
      throw cause;
    }
  };
}

/** Where the name is taken, the next free number goes behind it. */
async function newDataset(name: string): Promise<{ readonly id: string }> {
  for (let number = 1; ; number++) {
    try {
      return await createDataset(number === 1 ? name : `${name} ${number}`);
    } catch (cause) {
      if (!(cause instanceof ApiFailure) || cause.status !== 409 || number >= 50) throw cause;
    }
  }
}

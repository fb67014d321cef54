/** Imports into the dataset at hand, or into a new one that is then shown. Throws an ApiFailure; a new dataset is then gone again. */
import { useParams } from '@tanstack/react-router';
import type { Dataset } from '#app/model.ts';
import { ApiFailure } from '../../state/api.ts';
import { useRefreshDatasets } from '../../state/events.ts';
import { createDataset, deleteDataset, useOpenDataset } from '../actions.ts';

const MOST_NAMES = 50;

export function useInto(
  dataset: string | undefined,
): (name: string, act: (id: string) => Promise<unknown>) => Promise<void> {
  const { dataset: shown } = useParams({ strict: false }) as { dataset?: string };
  const open = useOpenDataset();
  const refresh = useRefreshDatasets();
  return async (name, act) => {
    const id = dataset ?? (await named(name)).id;
    try {
      await act(id);
    } catch (cause) {
      if (dataset === undefined) await deleteDataset(id).catch(() => undefined);
      throw cause;
    }
    await refresh();
    if (id !== shown) open(id);
  };
}

async function named(name: string): Promise<Dataset> {
  for (let number = 1; ; number++) {
    try {
      return await createDataset(number === 1 ? name : `${name} ${number}`);
    } catch (cause) {
      if (!(cause instanceof ApiFailure) || cause.status !== 409 || number >= MOST_NAMES) throw cause;
    }
  }
}

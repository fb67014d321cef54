/** From chosen files or links to a dataset that is shown while it fills. */
import { useParams } from '@tanstack/react-router';
import type { Dataset } from '#app/model.ts';
import { nameAfter } from '#base/capture-name.ts';
import { ApiFailure } from '../state/api.ts';
import { useRefreshDatasets } from '../state/events.ts';
import { createDataset, useOpenDataset } from './actions.ts';
import { waitingFor } from './send-files.ts';
import { inOrder, isLink, type Source, uploads } from './uploads.ts';

/** Imports into a dataset, or into a new one that is then shown; files that a job waits for go on there. Throws an ApiFailure. */
export function useImportFiles(): (files: readonly Source[], dataset: string | undefined) => Promise<void> {
  const { dataset: shown } = useParams({ strict: false }) as { dataset?: string };
  const open = useOpenDataset();
  const refresh = useRefreshDatasets();
  return async (files, dataset) => {
    // as they are read, so that the name is known to be a good one early
    const first = inOrder(files)[0];
    if (first === undefined) return;
    const own = files.filter((source): source is File => !isLink(source));
    const resumed = own.length === 0 ? undefined : await waitingFor(own, dataset);
    if (resumed !== undefined) {
      const known = own.filter((file) => resumed.ids.has(file));
      uploads.add(resumed.dataset, known, false, false, resumed);
      if (resumed.dataset !== shown) open(resumed.dataset);
      const others = files.filter((source) => isLink(source) || !resumed.ids.has(source));
      if (others.length > 0) uploads.add(resumed.dataset, others);
      return;
    }
    const into = dataset ?? (await newDataset(nameAfter(first.name))).id;
    if (dataset === undefined) await refresh();
    uploads.add(into, files, dataset === undefined);
    if (into !== shown) open(into);
  };
}

const newDataset = (name: string): Promise<Dataset> => underFreeName(name, createDataset);

/** Where the name is taken, the next free number goes behind it. */
export async function underFreeName<T>(name: string, give: (name: string) => Promise<T>): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await give(number === 1 ? name : `${name} ${number}`);
    } catch (cause) {
      if (!(cause instanceof ApiFailure) || cause.status !== 409 || number >= 50) throw cause;
    }
  }
}

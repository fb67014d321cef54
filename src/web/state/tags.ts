/** Tags and notes of the dataset that is looked at: what there are, and changes that can be taken back. */
import { useQuery } from '@tanstack/react-query';
import type { Dataset } from '#app/model.ts';
import type { MarkChange, MarkResult, Marks } from '#query/marks.ts';
import { callApi } from './api.ts';
import { useDataset } from './events.ts';

const at = (id: string) => `/api/datasets/${encodeURIComponent(id)}`;

export const changeMarks = (dataset: string, change: MarkChange): Promise<MarkResult> =>
  callApi('POST', `${at(dataset)}/marks`, change);
export const takeBackMarks = (dataset: string, undo: string): Promise<unknown> =>
  callApi('POST', `${at(dataset)}/marks/undo`, { undo });
/** Of the dataset itself. */
export const editDataset = (
  dataset: string,
  edit: { readonly tags?: readonly string[]; readonly note?: string },
): Promise<Dataset> => callApi('PATCH', at(dataset), edit);

/** undefined until they are known */
export function useAllMarks(dataset: string): Marks | undefined {
  const version = useDataset(dataset)?.version;
  return useQuery({
    queryKey: ['marks', dataset, version],
    queryFn: () => callApi<Marks>('GET', `${at(dataset)}/marks`),
    enabled: dataset !== '',
    placeholderData: (old: Marks | undefined) => old,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  }).data;
}

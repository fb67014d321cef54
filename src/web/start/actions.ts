/** What the user does with datasets. Each throws an ApiFailure whose message is for him. */
import { useNavigate } from '@tanstack/react-router';
import type { Dataset, Job } from '#app/model.ts';
import { callApi } from '../state/api.ts';

const at = (id: string) => `/api/datasets/${encodeURIComponent(id)}`;

/** Without a name the server finds one. */
export const createDataset = (name?: string): Promise<Dataset> =>
  callApi('POST', '/api/datasets', name === undefined ? {} : { name });
export const renameDataset = (id: string, name: string): Promise<Dataset> => callApi('PATCH', at(id), { name });
export const deleteDataset = (id: string): Promise<unknown> => callApi('DELETE', at(id));
export const openSample = (): Promise<{ readonly dataset: Dataset; readonly job?: Job }> =>
  callApi('POST', '/api/sample', {});
/** Shows a dataset. */
export function useOpenDataset(): (id: string) => void {
  const navigate = useNavigate();
  return (id) =>
    void navigate({ to: '/d/$dataset', params: { dataset: id } } as unknown as Parameters<typeof navigate>[0]);
}

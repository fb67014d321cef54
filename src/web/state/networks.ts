/** The user's own networks of the dataset that is looked at. */
import { useQuery } from '@tanstack/react-query';
import type { OwnNetwork } from '#query/networks.ts';
import { callApi } from './api.ts';
import { useDataset } from './events.ts';
import { useScope } from './scope.ts';

const none: readonly OwnNetwork[] = [];

export function useNetworks(): readonly OwnNetwork[] {
  const { dataset } = useScope();
  const version = useDataset(dataset)?.version;
  const asked = useQuery({
    queryKey: ['own-networks', dataset, version],
    queryFn: () =>
      callApi<{ readonly networks: readonly OwnNetwork[] }>(
        'GET',
        `/api/datasets/${encodeURIComponent(dataset)}/networks`,
      ),
    enabled: dataset !== '',
    placeholderData: (old: { readonly networks: readonly OwnNetwork[] } | undefined) => old,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return asked.data?.networks ?? none;
}

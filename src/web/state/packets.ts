/** Packets of a flow, page by page, and the bytes of one of them. */
import { useQuery } from '@tanstack/react-query';
import type { FlowPackets, PacketBytes } from '#app/model.ts';
import { api } from './api.ts';
import { useDataset } from './events.ts';
import { useScope } from './scope.ts';

export interface Fetched<T> {
  readonly data: T | undefined;
  readonly loading: boolean;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

const PACKETS_A_PAGE = 200;

/** undefined asks nothing. */
export function usePackets(flow: number | undefined, offset: number): Fetched<FlowPackets> {
  const { dataset } = useScope();
  const version = useDataset(dataset)?.version;
  const query = useQuery({
    queryKey: ['packets', dataset, version, flow, offset],
    queryFn: ({ signal }) => api.packets(dataset, flow!, offset, PACKETS_A_PAGE, signal),
    enabled: flow !== undefined && dataset !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return {
    data: query.data,
    loading: flow !== undefined && query.isPending,
    error: query.error ?? undefined,
    retry: () => void query.refetch(),
  };
}

export function usePacketBytes(flow: number, number: number | undefined): Fetched<PacketBytes> {
  const { dataset } = useScope();
  const version = useDataset(dataset)?.version;
  const query = useQuery({
    queryKey: ['packet', dataset, version, flow, number],
    queryFn: ({ signal }) => api.packet(dataset, flow, number!, signal),
    enabled: number !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    retry: false,
  });
  return {
    data: query.data,
    loading: number !== undefined && query.isPending,
    error: query.error ?? undefined,
    retry: () => void query.refetch(),
  };
}

/** The one call of topojson-client 3 that we use; the package brings no types. */
declare module 'topojson-client' {
  export interface Topology {
    readonly type: 'Topology';
    readonly objects: Readonly<Record<string, unknown>>;
  }
  export function feature(topology: Topology, object: unknown): unknown;
}

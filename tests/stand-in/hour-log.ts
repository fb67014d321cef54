/** Flow logs of a network security group, an hour each, as Azure writes them. */

/** Path of one, below that of its group. */
export const HOUR_LOG = 'y=2023/m=11/d=14/h=23/m=00/macAddress=000D3AF87856/PT1H.json';
/** Its first second, since 1970 UTC. */
export const BEGIN = 1_700_002_800;
export const hourLog = (...minutes: readonly string[]): Buffer => Buffer.from(`{"records":[${minutes.join(',')}]}`);

/** One record of it: a flow’s state (B began, C goes on, E ended) and its counts, at a second since 1970 UTC. */
export const minute = (at: number, state: string, counts: string): string =>
  JSON.stringify({
    time: new Date(at * 1000).toISOString(),
    category: 'NetworkSecurityGroupFlowEvent',
    resourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG',
    properties: {
      Version: 2,
      flows: [
        {
          rule: 'R',
          flows: [
            { mac: '000D3AF87856', flowTuples: [`${at},10.0.0.4,203.0.113.9,50001,443,T,O,A,${state},${counts}`] },
          ],
        },
      ],
    },
  });

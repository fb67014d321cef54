/**
 * What a blob of Azure's Network Watcher is, told by its path: packet captures as "Manage packet captures" writes them, flow logs
 * as "Flow logging for network security groups" and "Virtual network flow logs" do (MicrosoftDocs/azure-docs). Other paths say
 * nothing: a capture may lie anywhere.
 */

export interface BlobPlace {
  readonly kind: 'capture' | 'flow log';
  readonly subscription: string;
  /** resource group; of a virtual network's log not told */
  readonly group?: string;
  /** virtual machine, scale set and instance, security group, or flow log */
  readonly target: string;
  /** 2025-01-31, UTC */
  readonly day: string;
  /** 16:39:41 of a capture, 16:00 of an hour's log */
  readonly time: string;
  /** of a log: 00:22:48:71:c2:05 */
  readonly nic?: string;
}

const CAPTURE =
  /^subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/microsoft\.compute\/(?:virtualmachines\/([^/]+)|virtualmachinescalesets\/([^/]+)(?:\/virtualmachines\/([^/]+))?)\/(\d{4})\/(\d\d)\/(\d\d)\/(?:[^/]+\/)*packetcapture_(\d\d)_(\d\d)_(\d\d)_\d{1,7}[^/]*\.(?:cap|pcap|pcapng)$/i;
const HOUR = String.raw`/y=(\d{4})/m=(\d\d?)/d=(\d\d?)/h=(\d\d?)/m=\d\d?/macAddress=([0-9A-F]{12})/PT1H\.json$`;
const GROUP_LOG = new RegExp(
  String.raw`^resourceId=/SUBSCRIPTIONS/([^/]+)/RESOURCEGROUPS/([^/]+)/PROVIDERS/MICROSOFT\.NETWORK/NETWORKSECURITYGROUPS/([^/]+)${HOUR}`,
  'i',
);
const NETWORK_LOG = new RegExp(`^flowLogResourceID=/([^/_]+)_([^/]*?)/NETWORKWATCHER_([^/]+)${HOUR}`, 'i');

export function placeOf(path: string): BlobPlace | undefined {
  const capture = CAPTURE.exec(path);
  if (capture !== null) {
    const [, subscription = '', group = '', vm, set = '', instance, year, month, day, hour, minute, second] = capture;
    const target = vm ?? (instance === undefined ? set : `${set}/${instance}`);
    const time = `${hour}:${minute}:${second}`;
    return { kind: 'capture', subscription, group, target, day: `${year}-${month}-${day}`, time };
  }
  const [found, isGroup] = [GROUP_LOG.exec(path) ?? NETWORK_LOG.exec(path), GROUP_LOG.test(path)];
  if (found === null) return undefined;
  const [, subscription = '', group = '', target = '', year, month = '', day = '', hour = '', mac = ''] = found;
  return {
    kind: 'flow log',
    subscription,
    ...(isGroup ? { group } : {}),
    target,
    day: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    time: `${hour.padStart(2, '0')}:00`,
    nic: mac.toLowerCase().replace(/(..)(?=.)/g, '$1:'),
  };
}

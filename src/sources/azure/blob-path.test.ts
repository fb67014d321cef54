import { expect, test } from 'vitest';
import { placeOf } from './blob-path.ts';

test('a capture of a virtual machine, as documented', () => {
  expect(
    placeOf(
      'subscriptions/1a2b/resourcegroups/rg2/providers/microsoft.compute/virtualmachines/vm1/2025/01/31/packetcapture_16_39_41_077.cap',
    ),
  ).toEqual({
    kind: 'capture',
    subscription: '1a2b',
    group: 'rg2',
    target: 'vm1',
    day: '2025-01-31',
    time: '16:39:41',
  });
});

test('a scale set, its letters large, in a folder that was put between', () => {
  expect(
    placeOf(
      'subscriptions/1a2b/resourceGroups/RG/providers/Microsoft.Compute/virtualMachineScaleSets/set/virtualMachines/3/2025/01/31/x/packetCapture_00_00_01_1.cap',
    ),
  ).toMatchObject({ target: 'set/3', time: '00:00:01' });
});

test('an hour of a security group', () => {
  expect(
    placeOf(
      'resourceId=/SUBSCRIPTIONS/1A/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/VM1-NSG/y=2018/m=11/d=13/h=12/m=00/macAddress=000D3AF87856/PT1H.json',
    ),
  ).toEqual({
    kind: 'flow log',
    subscription: '1A',
    group: 'RG',
    target: 'VM1-NSG',
    day: '2018-11-13',
    time: '12:00',
    nic: '00:0d:3a:f8:78:56',
  });
});

test('an hour of a virtual network, whose path tells no group of its own', () => {
  expect(
    placeOf(
      'flowLogResourceID=/1A2B-3C_NETWORKWATCHERRG/NETWORKWATCHER_EASTUS_VNETFLOWLOG/y=2022/m=09/d=14/h=9/m=00/macAddress=00224871C205/PT1H.json',
    ),
  ).toEqual({
    kind: 'flow log',
    subscription: '1A2B-3C',
    target: 'EASTUS_VNETFLOWLOG',
    day: '2022-09-14',
    time: '09:00',
    nic: '00:22:48:71:c2:05',
  });
});

test.each([
  '',
  'captures/monday.pcap',
  'PT1H.json',
  'subscriptions/1/resourcegroups/2/x.cap',
  `${'a/'.repeat(50_000)}x.cap`,
])('nothing is said of another path', (path) => {
  expect(placeOf(path)).toBeUndefined();
});

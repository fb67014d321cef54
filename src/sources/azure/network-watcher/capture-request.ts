/** What a capture session is asked for, checked before Azure is: limits as in Microsoft.Network's networkWatcher.json. */
import type { PacketCapture } from '@azure/arm-network';
import { parseIp } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { isName, resourceIdOf } from './resource-id.ts';

export interface CaptureFilter {
  readonly protocol?: 'TCP' | 'UDP' | 'Any' | undefined;
  /** an address, a range a-b, or several a;b */
  readonly localIp?: string | undefined;
  readonly remoteIp?: string | undefined;
  readonly localPort?: string | undefined;
  readonly remotePort?: string | undefined;
}

export interface CaptureRequest {
  readonly name: string;
  /** resource ID of a machine, a scale set, or an instance of one */
  readonly target: string;
  /** of a scale set: names of instances; none = all */
  readonly instances?: readonly string[] | undefined;
  /** 0 = whole packets */
  readonly bytesPerPacket?: number | undefined;
  readonly bytesPerSession?: number | undefined;
  readonly seconds?: number | undefined;
  /** resource ID of a storage account */
  readonly storage?: string | undefined;
  /** whole address of the blob, where the account's usual place is not wanted */
  readonly storagePath?: string | undefined;
  /** a file or folder on the machine, instead of storage or beside it */
  readonly localPath?: string | undefined;
  readonly filters?: readonly CaptureFilter[] | undefined;
  /** ring of files */
  readonly continuous?:
    | {
        readonly files?: number | undefined;
        readonly bytesPerFile?: number | undefined;
        readonly seconds?: number | undefined;
      }
    | undefined;
}

const U32 = 4_294_967_295;
const MOST_SECONDS = 18_000;
const MOST_RING_SECONDS = 604_800;
const MOST_FILES = 10_000;
const MOST_FILTERS = 50;

/** AppError USAGE: what is wrong with which part. */
export function captureOf(request: CaptureRequest): PacketCapture {
  const { name, target, instances = [], storage, storagePath, localPath, filters = [], continuous } = request;
  if (!/^[A-Za-z0-9][\w.-]{0,78}\w?$/.test(name))
    refuse(
      `a capture's name has letters, digits, "_", "." and "-", 80 at most: ${JSON.stringify(name.slice(0, 100))} is none`,
    );
  const machine = resourceIdOf(target);
  if (machine === undefined || !MACHINES.has(machine.type))
    refuse(
      'the target must be the resource ID of a virtual machine or scale set: /subscriptions/…/providers/Microsoft.Compute/virtualMachines/NAME',
    );
  const isSet = machine!.type === SCALE_SET;
  if (instances.length > 0 && !isSet) refuse('only a scale set has instances to choose from');
  if (!instances.every(isName)) refuse('names of instances have letters, digits, "_", "." and "-"');
  if (storage === undefined && localPath === undefined)
    refuse('say where the capture goes: a storage account, or a path on the machine');
  if (storage !== undefined && resourceIdOf(storage)?.type !== 'microsoft.storage/storageaccounts')
    refuse(
      'the storage must be the resource ID of a storage account: /subscriptions/…/providers/Microsoft.Storage/storageAccounts/NAME',
    );
  if (storagePath !== undefined) checkBlob(storagePath);
  if (localPath !== undefined) checkLocal(localPath, continuous !== undefined);
  if (filters.length > MOST_FILTERS) refuse(`more than ${MOST_FILTERS} filters are too many`);
  return {
    target,
    targetType: isSet ? 'AzureVMSS' : 'AzureVM',
    ...(instances.length === 0 ? {} : { scope: { include: [...instances], exclude: [] } }),
    bytesToCapturePerPacket: within(request.bytesPerPacket ?? 0, U32, 'bytes per packet'),
    ...(request.bytesPerSession === undefined
      ? {}
      : { totalBytesPerSession: within(request.bytesPerSession, U32, 'bytes per session') }),
    ...(request.seconds === undefined
      ? {}
      : { timeLimitInSeconds: within(request.seconds, MOST_SECONDS, 'the time limit in seconds') }),
    storageLocation: {
      ...(storage === undefined ? {} : { storageId: storage }),
      ...(storagePath === undefined ? {} : { storagePath }),
      // The specification wants localPath in place of filePath with continuous capture.
      ...(localPath === undefined ? {} : continuous === undefined ? { filePath: localPath } : { localPath }),
    },
    ...(filters.length === 0 ? {} : { filters: filters.map(filterOf) }),
    ...(continuous === undefined
      ? {}
      : {
          continuousCapture: true,
          captureSettings: {
            fileCount: within(continuous.files ?? 10, MOST_FILES, 'the number of files'),
            fileSizeInBytes: within(continuous.bytesPerFile ?? 104_857_600, U32, 'bytes per file'),
            sessionTimeLimitInSeconds: within(
              continuous.seconds ?? 86_400,
              MOST_RING_SECONDS,
              "the session's time limit in seconds",
            ),
          },
        }),
  };
}

export const SCALE_SET = 'microsoft.compute/virtualmachinescalesets';
const MACHINES = new Set(['microsoft.compute/virtualmachines', SCALE_SET, `${SCALE_SET}/virtualmachines`]);

function filterOf({ protocol = 'Any', localIp, remoteIp, localPort, remotePort }: CaptureFilter) {
  return {
    protocol,
    ...(localIp === undefined
      ? {}
      : {
          localIPAddress: listed(
            localIp,
            isAddress,
            'an address such as 10.0.0.4, a range 10.0.0.0-10.0.0.9, or several with ";"',
          ),
        }),
    ...(remoteIp === undefined
      ? {}
      : {
          remoteIPAddress: listed(
            remoteIp,
            isAddress,
            'an address such as 10.0.0.4, a range 10.0.0.0-10.0.0.9, or several with ";"',
          ),
        }),
    ...(localPort === undefined
      ? {}
      : { localPort: listed(localPort, isPort, 'a port, a range 80-90, or several with ";"') }),
    ...(remotePort === undefined
      ? {}
      : { remotePort: listed(remotePort, isPort, 'a port, a range 80-90, or several with ";"') }),
  };
}

/** One, one range, or several: Azure takes no several ranges and no mixture. */
function listed(text: string, isOne: (part: string) => boolean, wanted: string): string {
  const plain = text.replace(/\s+/g, '');
  const several = plain.split(';').filter(Boolean);
  const range = plain.split('-');
  const fits = range.length === 2 ? range.every(isOne) : several.length > 0 && several.every(isOne);
  if (!fits) refuse(`${JSON.stringify(text.slice(0, 100))} in a filter should be ${wanted}`);
  return plain;
}

const isAddress = (text: string): boolean => parseIp(text) !== undefined;
const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535;

function checkBlob(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.search !== '' || url.pathname.split('/').filter(Boolean).length < 2)
    refuse(
      'the storage path is the whole address of a blob, without a signature: https://account.blob.core.windows.net/container/name.cap',
    );
}

function checkLocal(path: string, isRing: boolean): void {
  if (/[\p{Cc}]/u.test(path) || path.length > 1024)
    refuse('the path on the machine has control characters or is too long');
  if (path.startsWith('/') && !path.startsWith('/var/captures/') && path !== '/var/captures')
    refuse('on Linux the path on the machine must begin with /var/captures');
  if (!isRing && !/\.cap$/i.test(path)) refuse('the path on the machine must name a file that ends in .cap');
}

function within(value: number, most: number, what: string): number {
  if (!Number.isInteger(value) || value < 0 || value > most) refuse(`${what}: a whole number from 0 to ${most}`);
  return value;
}

function refuse(message: string): never {
  throw new AppError('USAGE', { message });
}

/** What a capture session shall be, as the form has it, and as it is asked for. */

export interface PacketFilter {
  /** tells it from the others of its list */
  readonly key: number;
  readonly protocol: 'any' | 'TCP' | 'UDP';
  readonly localIp: string;
  readonly localPort: string;
  readonly remoteIp: string;
  readonly remotePort: string;
}

/** Numbers are as the fields have them: a text where somebody types. */
export interface CaptureWish {
  readonly name: string;
  /** ids in Azure */
  readonly target: string | null;
  readonly storage: string | null;
  /** of a scale set; none: all of them */
  readonly instances: readonly string[];
  readonly localPath: string;
  readonly seconds: number | string;
  /** of a file, when it is a ring of them */
  readonly megabytes: number | string;
  /** 0: whole packets */
  readonly perPacket: number | string;
  readonly isRing: boolean;
  readonly files: number | string;
  readonly filters: readonly PacketFilter[];
}

export const FIRST_WISH: CaptureWish = {
  name: '',
  target: null,
  storage: null,
  instances: [],
  localPath: '',
  seconds: 300,
  megabytes: 1000,
  perPacket: 0,
  isRing: false,
  files: 10,
  filters: [],
};

const MEGABYTE = 1_000_000;
/** Azure's field is 32 bits wide. */
const MOST_BYTES = 4_294_967_295;

/** It can be asked for: it has a name, a machine, and a place to write to. */
export const isWhole = ({ name, target, storage, localPath }: CaptureWish): boolean =>
  name.trim() !== '' && target !== null && (storage !== null || localPath.trim() !== '');

/** The body of the request. */
export function requestOf(wish: CaptureWish): object {
  const { name, target, instances, storage, localPath, filters, isRing } = wish;
  const bytes = Math.min(MOST_BYTES, Math.round(Number(wish.megabytes) * MEGABYTE));
  const seconds = Number(wish.seconds);
  return {
    name: name.trim(),
    target,
    ...(instances.length === 0 ? {} : { instances }),
    bytesPerPacket: Number(wish.perPacket),
    ...(storage === null ? {} : { storage }),
    ...(localPath.trim() === '' ? {} : { localPath: localPath.trim() }),
    filters: filters.map(({ key: _, protocol, ...rest }) => ({
      ...(protocol === 'any' ? {} : { protocol }),
      ...Object.fromEntries(Object.entries(rest).filter(([, text]) => text.trim() !== '')),
    })),
    ...(isRing
      ? { continuous: { files: Number(wish.files), bytesPerFile: bytes, seconds } }
      : { bytesPerSession: bytes, seconds }),
  };
}

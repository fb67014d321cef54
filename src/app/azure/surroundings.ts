/** What the jobs of Azure need of the program. */
import type { IpRange } from '#base/address.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { Room } from '../room.ts';
import type { Seal } from './sealed.ts';
import type { AzureSignIn } from './sign-in.ts';

export interface AzureSurroundings {
  readonly signIn: AzureSignIn;
  /** undefined: secrets are in memory only */
  readonly seal: Seal | undefined;
  readonly allowed: readonly IpRange[];
  readonly ca: string | undefined;
  readonly now: () => number;
  readonly room: Room;
  /** a dataset's folder for captures */
  readonly folderOf: (dataset: string) => string;
  readonly filesOf: (dataset: string) => Promise<readonly StoredFile[]>;
}

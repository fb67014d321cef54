/** The filter after a touch of a pair: both ends must hold; with Alt all but the flows of which both hold. Pure. */
import { howOf, type Keys } from '../../state/marks.tsx';
import { narrowedAll } from '../../state/narrow.ts';

export const linkPress = (
  filter: string,
  of: string,
  from: string | undefined,
  to: string | undefined,
  keys: Keys,
): string =>
  narrowedAll(
    filter,
    [
      { field: `src.${of}`, value: from },
      { field: `dst.${of}`, value: to },
    ],
    howOf(keys),
  );

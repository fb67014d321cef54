/** How much room a name has. */
import { createContext } from 'react';

/** Pixels; undefined: not known. */
export const NameRoom = createContext<number | undefined>(undefined);

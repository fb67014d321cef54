/** Dutch, by the English text of the page. Words of the field (flow, host, byte) stay as Dutch engineers use them. */
import type { Catalogue } from './current.ts';

const nl: Catalogue = {
  // settings of the reader
  Language: 'Taal',
};

export default nl;

import { t } from '../../language/t.ts';
import * as format from '../../style/format.ts';

/** 12 others, 1 other */
export const othersText = (groups: number): string =>
  groups === 1 ? t('1 other') : t('{n} others', { n: format.count(groups) });

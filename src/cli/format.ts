/** Numbers as people read them. */

/** 1234567 → 1 234 567: groups of three as ISO 80000 writes them and as the page does, with a space that does not break */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}

/** 1 packet, 2 packets */
export function counted(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? '' : 's'}`;
}

/** Bytes with three digits that count, in powers of 1000 as networks count: 1.23 MB */
export function bytes(value: number): string {
  let scaled = value;
  for (const unit of ['B', 'kB', 'MB', 'GB', 'TB']) {
    if (scaled < 999.5 || unit === 'TB') return `${unit === 'B' ? Math.round(scaled) : scaled.toPrecision(3)} ${unit}`;
    scaled /= 1000;
  }
  return `${value} B`;
}

export { spokenSeconds as seconds } from '#base/spoken.ts';

export type Align = 'left' | 'right';

/** Characters that would move the cursor or change colours come from captures; they are shown as dots. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
}

export function pad(text: string, width: number, align: Align): string {
  return align === 'left' ? text.padEnd(width) : text.padStart(width);
}

/** How a guess by port looks: “?” behind a name, hatching over a part of a bar or tile. */
import type { ReactNode } from 'react';
import { t } from '../language/t.ts';
import css from './guess.module.css';

export const GUESS_SIGN = '?';

export const GuessSign = (): ReactNode => (
  <em className={css.sign} title={t('most of it is guessed by port')}>
    {GUESS_SIGN}
  </em>
);

/** What the signs mean, where a picture has some. */
export const GuessKey = (): ReactNode => (
  <span className={css.key}>
    <i className={css.hatch} aria-hidden /> {t('? guessed by port')}
  </span>
);

const TILE = 8;

/** A colour hatched as guesses are, for canvases; the colour itself where there is no canvas. */
export function hatched(
  color: string,
  stripe: string,
): string | { readonly image: HTMLCanvasElement; readonly repeat: 'repeat' } {
  const image = document.createElement('canvas');
  image.width = TILE;
  image.height = TILE;
  const ctx = image.getContext('2d');
  if (!ctx) return color;
  ctx.fillStyle = color;
  ctx.fillRect(0, 0, TILE, TILE);
  ctx.strokeStyle = stripe;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = 2;
  ctx.beginPath();
  for (const at of [-TILE, 0, TILE]) {
    ctx.moveTo(at - 1, TILE + 1);
    ctx.lineTo(at + TILE + 1, -1);
  }
  ctx.stroke();
  return { image, repeat: 'repeat' };
}

/** The strip by keyboard: of 100 s, 40 to 60 s chosen. */
import { expect, test } from 'vitest';
import { actOf } from './keys.ts';

const ALL = { from: 0, to: 100_000 };
const CHOSEN = { from: 40_000, to: 60_000 };
const press = (key: string, shiftKey = false, span?: typeof CHOSEN) => actOf({ key, shiftKey }, ALL, ALL, span);

test('without a chosen time Shift and an arrow choose the middle of what is seen', () => {
  expect(press('ArrowRight', true)).toEqual({ kind: 'choose', span: CHOSEN, isMoved: false });
});

test('arrows move a chosen time by a twentieth of what is seen; with Shift its end', () => {
  expect(press('ArrowLeft', false, CHOSEN)).toMatchObject({ span: { from: 35_000, to: 55_000 }, isMoved: true });
  expect(press('ArrowRight', true, CHOSEN)).toMatchObject({ span: { from: 40_000, to: 65_000 } });
});

test('a chosen time never ends before it begins, nor behind the capture', () => {
  expect(press('ArrowLeft', true, { from: 40_000, to: 40_100 })).toMatchObject({ span: { to: 40_500 } });
  expect(press('ArrowRight', true, { from: 40_000, to: 99_000 })).toMatchObject({ span: { to: 100_000 } });
});

test('plus looks closer at the middle of the chosen time, Enter at all of it, Home shows everything', () => {
  expect(press('+', false, CHOSEN)).toEqual({ kind: 'show', view: { from: 25_000, to: 75_000 } });
  expect(press('Enter', false, CHOSEN)).toEqual({ kind: 'show', view: CHOSEN });
  expect(press('Home')).toEqual({ kind: 'show', view: undefined });
});

test('other keys are left to the page', () => {
  expect(press('Enter')).toBeUndefined();
  expect(press('a', false, CHOSEN)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { differenceOf, type GreyPicture, greyOf, readGrey, writePng } from './grey-picture.ts';

const picture = (width: number, height: number, of: (x: number, y: number) => number): GreyPicture => ({
  width,
  height,
  cells: Uint8Array.from({ length: width * height }, (_, at) => of(at % width, Math.floor(at / width))),
});

test('a kept picture is read back to the last cell', () => {
  const made = picture(37, 21, (x, y) => (x * 7 + y * 13) % 256);
  expect(readGrey(writePng(made))).toEqual(made);
});
test('a cell is the mean of its pixels', () => {
  const board = writePng(picture(8, 8, (x, y) => ((x + y) % 2 === 0 ? 0 : 200)));
  expect(greyOf(board, 4)).toEqual(picture(2, 2, () => 100));
});
test('a word that is gone stands out though the mean hardly moves', () => {
  const ground = picture(80, 80, () => 250);
  const word = picture(80, 80, (x, y) => (x >= 16 && x < 24 && y >= 32 && y < 40 ? 120 : 250));
  expect(differenceOf(ground, word)).toEqual({ mean: 1.3, worst: 130, at: [16, 32] });
  expect(differenceOf(ground, ground)).toEqual({ mean: 0, worst: 0, at: [0, 0] });
});
test('a picture of another size is another picture', () => {
  expect(
    differenceOf(
      picture(4, 4, () => 9),
      picture(4, 5, () => 9),
    ).mean,
  ).toBe(255);
});

/** Yandex's domains of countries, beside yandex.ru, .com and .net; from its own pages of countries (2026-11). */
const COUNTRIES = 'az by co.il com.am com.ge com.tr ee eu fr kg kz lt lv md tj tm ua uz';

/** yandex.kz, yandex.com.tr …; with a label, mail.yandex.kz …; separated by blanks */
export function yandexDomains(label = ''): string {
  return COUNTRIES.split(' ')
    .map((country) => `${label === '' ? '' : `${label}.`}yandex.${country}`)
    .join(' ');
}

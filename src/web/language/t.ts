/**
 * Words on the page: t('English sentence with {name}', { name }). The English text is the key of the catalogues. What
 * follows || in it is not shown: it tells apart what English has one word for. catalogue.test.ts finds what has no Dutch.
 */
import { catalogue, language } from './current.ts';

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
export type Words = string | number;
type Filled<Text extends string> = [Names<Text>] extends [never]
  ? []
  : [values: { readonly [Name in Names<Text>]: Words }];

const NBSP = '\u00a0';
const DECIMAL =
  new Intl.NumberFormat(language).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';

/** 12 345.6, in Dutch 12 345,6: groups as ISO 80000 writes them, the language's own decimal sign */
export function written(value: number): string {
  const [whole, rest] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NBSP);
  return rest ? `${grouped}${DECIMAL}${rest}` : grouped;
}

/** A printed number with the language's decimal sign: '3.42' → '3,42' */
export const withSign = (printed: string): string => (DECIMAL === '.' ? printed : printed.replace('.', DECIMAL));

export const filledIn = (text: string, values: Readonly<Record<string, Words>> | undefined): string => {
  const bare = text.split('||')[0];
  if (values === undefined) return bare;
  return bare.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? written(value) : value;
  });
};

/** The text of the language, its {names} not filled in; what has none stays English. */
export function textFor(english: string): string {
  const found = catalogue[english];
  return typeof found === 'string' ? found : english;
}

/** Written with the literal text, so that the catalogue can be checked. */
export const t = <Text extends string>(text: Text, ...[values]: Filled<Text>): string =>
  filledIn(textFor(text), values);

const rules = new Intl.PluralRules(language);
const englishRules = new Intl.PluralRules('en');

/** One flow, {n} flows: by the language's own rules. `n` is written with groups, or as `values.n` says. Its key is `many`. */
export function plural(n: number, one: string, many: string, values: Readonly<Record<string, Words>> = {}): string {
  const found = catalogue[many];
  const text =
    typeof found === 'string'
      ? found
      : (found?.[rules.select(n)] ?? found?.other ?? (englishRules.select(n) === 'one' ? one : many));
  return filledIn(text, { n, ...values });
}

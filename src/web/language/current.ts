/**
 * The language of the page: read once, before any other module of the page runs (those that use it wait for its
 * catalogue), so that constants may be words. The page is loaded anew when it changes. Another language is one file, and one line here.
 */
import type { Catalogue } from './catalogue.ts';

interface Spoken {
  /** in itself */
  readonly name: string;
  /** English is written in the sources */
  readonly load?: () => Promise<{ readonly default: Catalogue }>;
}

export const LANGUAGES = {
  en: { name: 'English' },
  nl: { name: 'Nederlands', load: () => import('./nl.ts') },
} satisfies Readonly<Record<string, Spoken>>;

export type Language = keyof typeof LANGUAGES;
export type LanguageChoice = 'system' | Language;

const KEY = 'capscope-language';
const isLanguage = (code: string | null | undefined): code is Language =>
  code != null && Object.hasOwn(LANGUAGES, code);

const wished = typeof localStorage === 'undefined' ? undefined : localStorage.getItem(KEY);
export const languageChoice: LanguageChoice = isLanguage(wished) ? wished : 'system';

/** Remembers the choice; the page has to be loaded anew. */
export function setLanguage(next: LanguageChoice): void {
  if (next === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
}

/** The first language of the reader that we have. */
function ofSystem(): Language {
  if (typeof document === 'undefined') return 'en';
  return navigator.languages.map((one) => one.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

export const language: Language = languageChoice === 'system' ? ofSystem() : languageChoice;
if (typeof document !== 'undefined') document.documentElement.lang = language;

const spoken: Spoken = LANGUAGES[language];
// without its catalogue a language's page is English, not blank
export const catalogue: Catalogue = (await spoken.load?.().catch(() => undefined))?.default ?? {};

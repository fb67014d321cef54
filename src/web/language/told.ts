/**
 * Sentences that the server tells (faults, warnings, the quality report, what a link allows), in the page's language. They
 * come as English text; the catalogue has their templates ('{path}: the file is empty (0 bytes)'), and what stands at the
 * braces is put in again, itself translated where it is a template too. What has no template stays English.
 */
import type { Catalogue } from './catalogue.ts';
import { catalogue } from './current.ts';
import { filledIn } from './t.ts';

interface Template {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly text: string;
  /** letters that must agree: the more, the surer */
  readonly fixed: number;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function templatesOf(all: Catalogue): readonly Template[] {
  return Object.entries(all)
    .flatMap(([english, text]): Template[] => {
      if (typeof text !== 'string' || !english.includes('{') || english.includes('||')) return [];
      const parts = english.split(/\{(\w+)\}/);
      const pattern = parts.map((part, index) => (index % 2 === 0 ? escaped(part) : '(.+?)')).join('');
      const fixed = parts.filter((_, index) => index % 2 === 0).join('').length;
      return [
        { pattern: new RegExp(`^${pattern}$`, 's'), names: parts.filter((_, index) => index % 2 === 1), text, fixed },
      ];
    })
    .sort((a, b) => b.fixed - a.fixed);
}

/** A template of fewer fixed letters says too little to be recognised: '{a} of {b}'. */
const FEWEST_FIXED = 8;
const LONGEST = 2000;

/** `all` only for tests. Deep as templates are within templates. */
export function toldBy(all: Catalogue): (message: string) => string {
  let templates: readonly Template[] | undefined;
  const tell = (message: string, depth: number): string => {
    const whole = all[message];
    if (typeof whole === 'string') return whole;
    if (depth > 3 || message.length > LONGEST) return message;
    templates ??= templatesOf(all);
    for (const { pattern, names, text, fixed } of templates) {
      if (fixed < FEWEST_FIXED) break;
      const found = pattern.exec(message);
      if (!found) continue;
      const values = Object.fromEntries(names.map((name, index) => [name, tell(found[index + 1], depth + 1)]));
      return filledIn(text, values);
    }
    const sentences = message.split(/(?<=[.;]) (?=\p{Lu}|\d)/u);
    return sentences.length > 1 ? sentences.map((one) => tell(one, depth + 1)).join(' ') : message;
  };
  return (message) => tell(message, 0);
}

export const told = toldBy(catalogue);

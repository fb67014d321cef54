/**
 * The words of the page, read out of its sources: the keys given to t(), rich() and plural(), and the texts that a reader
 * would see though they are given to none of them. `node tests/page-words.ts` prints what is wrong.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Found {
  readonly text: string;
  /** file:line */
  readonly place: string;
}

export interface PageWords {
  readonly keys: readonly Found[];
  /** by the English for many */
  readonly plurals: readonly Found[];
  /** visible, but not translated */
  readonly bare: readonly Found[];
}

/** Attributes of elements and properties of objects that readers see or hear. */
const SEEN = new Set([
  ...[
    'aria-label',
    'title',
    'placeholder',
    'label',
    'alt',
    'subtitle',
    'description',
    'about',
    'note',
    'nothing',
    'many',
  ],
  ...[
    'aria-roledescription',
    'aria-description',
    'emptyNote',
    'message',
    'hint',
    'head',
    'unit',
    'aria-valuetext',
    'text',
  ],
]);
/** What is no word: names of fonts, styles, markup, filters in their own language, addresses, commands. */
const NO_WORD =
  /Inter Variable|JetBrains Mono|^[\d.]+(?:px|fr|rem|%)|^[\d. ]+px|^#[\da-f]{6}|<svg|"><rect|xml:space|==|\w\.\w+ or | in \{|^in \{|^not \w+ ==|^not stack|^stack |^host (?:contains|matches) "|^ and \w+ [<>]|^https:\/\/|^(?:src|dst)\.$|^\/[\w/.]+$|^tcpdump |^tcp port |^[KMGTP]ibit$|^tls\.cert/u;
const SENTENCE = /\p{L}{2,}[,;:…]? \p{L}{2,}/u;
const LETTERS = /\p{L}{2,}/u;
const CAPITAL = /^\p{Lu}\p{Ll}+$/u;
/** Within a template: a word that stands free */
const FREE_WORD = /(?:^|[ ;,(])\p{Ll}{2,}(?=[ ,;:.)]|$)/u;
/** Keys, our own name, what browsers and GeoJSON call things, parts of the filter's language. */
const NAMES = new Set([
  ...['line', 'AS', 'echo', 'Ctrl P', 'and', 'not', 'bytes sent', 'bytes received', 'packets sent', 'packets received'],
  ...['mostly guessed', 'guessed flows', 'guessed bytes'],
  ...[
    'Tab',
    'Enter',
    'Escape',
    'Esc',
    'Capscope',
    'Files',
    'Feature',
    'Mbit',
    'Gbit',
    'Tbit',
    'Pbit',
    'not (',
    'not ',
    ' and ',
  ],
  ...['under way', 'done with warnings', 'and duration <', 'duration >='],
]);
const TRANSLATES = new Set(['t', 'rich', 'plural']);
/** Texts for engineers and machines. */
const NOT_SHOWN = new Set([
  'Error',
  'counted',
  'exactCounted',
  'assert',
  'querySelector',
  'querySelectorAll',
  'closest',
  'matchMedia',
  'matches',
]);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The literal texts an expression can be; undefined where it can be something else. */
function literals(node: Node): readonly string[] | undefined {
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : undefined;
    case 'TemplateLiteral': {
      const parts = node['quasis'] as readonly { readonly value: { readonly cooked: string } }[];
      return parts.length === 1 ? [parts[0].value.cooked] : undefined;
    }
    case 'ConditionalExpression': {
      const both = [literals(node['consequent'] as Node), literals(node['alternate'] as Node)];
      return both[0] && both[1] && [...both[0], ...both[1]];
    }
    default:
      return undefined;
  }
}

const isFunction = (value: unknown): boolean => isNode(value) && value.type === 'ArrowFunctionExpression';

/** The words of one source. */
export function wordsOf(source: string, file: string): PageWords {
  const keys: Found[] = [];
  const plurals: Found[] = [];
  const bare: Found[] = [];
  const lines: number[] = [];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lines.push(at);
  const place = (node: Node) => {
    const start = node.start + source.slice(node.start).search(/\S/);
    return `${file}:${lines.filter((at) => at < start).length + 1}`;
  };

  /** `seen`: a reader gets what this is */
  const visit = (node: Node, seen: boolean): void => {
    const each = (value: unknown, as: boolean): void => {
      if (Array.isArray(value)) for (const one of value) each(one, as);
      else if (isNode(value)) visit(value, as);
    };
    const text = (value: string, inTemplate = false) => {
      if (NO_WORD.test(value) || NAMES.has(value.trim())) return;
      const isWords =
        SENTENCE.test(value) || (inTemplate ? FREE_WORD.test(value) && / /.test(value) : CAPITAL.test(value));
      if (isWords || (seen && LETTERS.test(value)))
        bare.push({ text: value.trim().replace(/\s+/g, ' '), place: place(node) });
    };
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAnnotation':
      case 'TSTypeParameterInstantiation':
        return;
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        each(node['expression'], seen);
        return;
      case 'Literal':
        if (typeof node['value'] === 'string') text(node['value']);
        return;
      case 'TemplateLiteral':
        for (const part of node['quasis'] as readonly { readonly value: { readonly cooked: string } }[])
          text(part.value.cooked, true);
        each(node['expressions'], seen);
        return;
      case 'JSXText':
        if (LETTERS.test(String(node['value'])) && !NAMES.has(String(node['value']).trim()))
          bare.push({ text: String(node['value']).trim(), place: place(node) });
        return;
      case 'CallExpression':
      case 'NewExpression': {
        const callee = node['callee'] as Node;
        const name = String(callee['name'] ?? (callee['property'] as Node | undefined)?.['name'] ?? '');
        const given = node['arguments'] as readonly Node[];
        if (NOT_SHOWN.has(name)) return;
        if (TRANSLATES.has(name) && callee.type === 'Identifier') {
          const found = literals(given[name === 'plural' ? 2 : 0]);
          if (!found) bare.push({ text: `${name}() of what is no literal text`, place: place(node) });
          for (const key of found ?? []) (name === 'plural' ? plurals : keys).push({ text: key, place: place(node) });
          // the one of a plural is of its many
          each(given.slice(name === 'plural' ? 3 : 1), false);
          return;
        }
        each(callee, false);
        each(given, false);
        return;
      }
      case 'JSXAttribute': {
        const { name } = node['name'] as Node;
        if (name === 'className' || name === 'd') return;
        // numbers taken out keep the names of fields
        if (name === 'data' && isNode(node['value']) && isFunction((node['value'] as Node)['expression'])) return;
        each(node['value'], SEEN.has(String(name)));
        return;
      }
      case 'JSXElement':
      case 'JSXFragment':
        each(node['openingElement'], false);
        for (const child of node['children'] as readonly Node[]) visit(child, true);
        return;
      case 'Property': {
        const key = node['key'] as Node;
        each(node['value'], SEEN.has(String(key['name'] ?? key['value'])));
        return;
      }
      case 'VariableDeclarator':
        // the same, told beside
        if (/^(?:[A-Z]+_)?HEAD$/.test(String((node['id'] as Node)['name']))) return;
        each(node['init'], false);
        return;
      case 'ConditionalExpression':
        each(node['test'], false);
        each(node['consequent'], seen);
        each(node['alternate'], seen);
        return;
      case 'BinaryExpression':
        if (String(node['operator']).endsWith('==')) return;
        each([node['left'], node['right']], seen && node['operator'] === '+');
        return;
      case 'LogicalExpression':
        each(node['left'], seen && node['operator'] !== '&&');
        each(node['right'], seen);
        return;
      case 'ArrayExpression':
        each(node['elements'], seen);
        return;
      case 'JSXExpressionContainer':
        each(node['expression'], seen);
        return;
      case 'ArrowFunctionExpression':
        each(node['params'], false);
        each(node['body'], seen && (node['body'] as Node).type !== 'BlockStatement');
        return;
      case 'SwitchCase':
        each(node['consequent'], false);
        return;
      case 'MemberExpression':
        each(node['object'], false);
        return;
      default:
        for (const [name, value] of Object.entries(node)) if (name !== 'type') each(value, false);
    }
  };
  visit(parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node, false);
  return { keys, plurals, bare };
}

/** The words of the whole page. */
export function pageWords(): PageWords {
  const folder = join(ROOT, 'src/web');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$|^language\//.test(name))
    .sort();
  const all = files.map((name) => {
    const path = join(folder, name);
    return wordsOf(readFileSync(path, 'utf8'), relative(ROOT, path));
  });
  return {
    keys: all.flatMap((one) => one.keys),
    plurals: all.flatMap((one) => one.plurals),
    bare: all.flatMap((one) => one.bare),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { default: nl } = await import('#web/language/nl.ts');
  const { keys, plurals, bare } = pageWords();
  for (const one of bare) console.log(`${one.place} not translated: ${one.text}`);
  for (const one of [...keys, ...plurals]) if (!(one.text in nl)) console.log(`${one.place} no Dutch: ${one.text}`);
}

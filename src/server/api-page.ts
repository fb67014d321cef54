/** The API for people to read, at /api: its OpenAPI description as one plain page, without scripts. */

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
}

export interface ApiDescription {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
h2{font:600 1rem ui-monospace,monospace;margin:2rem 0 .25rem;overflow-wrap:anywhere}code,td:first-child{font-family:ui-monospace,monospace}
table{border-collapse:collapse;width:100%}td{border-top:1px solid #8884;padding:.25rem .75rem .25rem 0;vertical-align:top;overflow-wrap:anywhere}
@media(min-width:40rem){td:first-child{white-space:nowrap}}p{margin:.25rem 0}`;
/** Fields within fields are told so deep. */
const MOST_DEPTH = 2;

/** The page; `example` is an address of this server. */
export function apiPage({ info, paths }: ApiDescription, example: string): string {
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => operationHtml(method.toUpperCase(), path, operation)),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(info.title)} API</title><style>${STYLE}</style>
<h1>${escaped(info.title)} ${escaped(info.version)}: the API</h1>
<p>Bodies and answers are JSON. An error has a <code>code</code>, which stays the same between versions, and a <code>message</code> for people.
Programs read <a href="/api/openapi.json">/api/openapi.json</a>.</p>
<p><code>curl ${escaped(example)}/api/settings</code><br>
<code>curl ${escaped(example)}/api/settings -H 'content-type: application/json' -d '{"imports":2,"datasetBytes":50000000000}'</code></p>
${all.join('\n')}
</html>
`;
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const { summary = '', parameters = [], requestBody, responses = {} } = operation;
  const given = parameters.map(({ name, in: place, required = false, description, schema }) =>
    row(
      name,
      `${place}${required ? '' : ', optional'}`,
      description === undefined ? schema : { ...schema, description },
    ),
  );
  const reply = Object.entries(responses).find(([status]) => status !== 'default');
  return [
    `<h2 id="${escaped(`${method} ${path}`)}">${escaped(`${method} ${path}`)}</h2><p>${escaped(summary)}</p>`,
    given.length === 0 ? '' : `<table>${given.join('')}</table>`,
    contentHtml('Body', requestBody),
    reply === undefined ? '' : contentHtml(`Answer (${reply[0]})`, reply[1]),
  ].join('');
}

function contentHtml(title: string, content: Content | undefined): string {
  const [type, body] = Object.entries(content?.content ?? {})[0] ?? [];
  if (type === undefined || body === undefined) return '';
  const rows = fieldRows(body.schema, '', 0);
  const table = rows.length === 0 ? '' : `<table>${rows.join('')}</table>`;
  return `<details><summary>${title}: ${escaped(type === 'application/json' ? typeOf(body.schema) : type)}</summary>${table}</details>`;
}

function fieldRows(schema: Schema, before: string, depth: number): readonly string[] {
  const inner = schema.items ?? schema;
  const one = [...(inner.anyOf ?? []), ...(inner.oneOf ?? [])];
  if (one.length > 0 && depth === 0) return one.flatMap((choice) => fieldRows(choice, before, depth + 1));
  return Object.entries(inner.properties ?? {}).flatMap(([name, field]) => [
    row(`${before}${name}`, inner.required?.includes(name) ? '' : 'optional', field),
    ...(depth < MOST_DEPTH ? fieldRows(field, `${before}${name}.`, depth + 1) : []),
  ]);
}

function row(name: string, note: string, schema: Schema): string {
  const byDefault = schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`;
  const words = [typeOf(schema), note, byDefault].filter((text) => text !== '').join(', ');
  return `<tr><td>${escaped(name)}<td>${escaped(words)}<td>${escaped(schema.description ?? '')}</tr>`;
}

function typeOf({ type, enum: choices, const: only, items, anyOf, oneOf, minimum, maximum }: Schema): string {
  if (only !== undefined) return JSON.stringify(only);
  if (choices !== undefined) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if (items !== undefined) return `list of ${typeOf(items)}`;
  const several = anyOf ?? oneOf;
  if (several !== undefined) return [...new Set(several.map(typeOf))].join(' or ');
  const isBounded = minimum !== undefined && maximum !== undefined && Math.abs(maximum) < 1e9;
  return `${type === undefined ? 'any' : [type].flat().join(' or ')}${isBounded ? ` ${minimum} to ${maximum}` : ''}`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

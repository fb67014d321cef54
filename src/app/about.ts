/** What the About box tells: the version, and the licences of data and libraries that come with the program. */
import { readFileSync } from 'node:fs';
import { PACKAGE_ROOT } from '#base/program.ts';
import { DATA_LICENCES, type Licence } from '#registry/licences.ts';

export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as { version: string };
  return manifest.version;
}

/** Bundled data and libraries, each with its licence; the data's notices are asked for by their licences. */
export function licences(): readonly Licence[] {
  return [
    { name: 'Capscope', licence: 'MIT', what: 'this program' },
    ...DATA_LICENCES,
    { name: 'DuckDB', licence: 'MIT', what: 'database. Copyright Stichting DuckDB Foundation' },
    { name: 'Fastify, Pino, Zod', licence: 'MIT', what: 'server. Copyright their authors' },
    {
      name: 'React, Mantine, TanStack, CodeMirror, Tabler Icons',
      licence: 'MIT',
      what: 'pages. Copyright their authors',
    },
    { name: 'Apache ECharts', licence: 'Apache 2.0', what: 'charts. Copyright The Apache Software Foundation' },
  ];
}

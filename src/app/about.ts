/** What the About box tells: the version, and the licences of data and libraries that come with the program. */
import { readFileSync } from 'node:fs';
import { PACKAGE_ROOT } from '#base/program.ts';

export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as { version: string };
  return manifest.version;
}

export interface Licence {
  readonly name: string;
  readonly licence: string;
  /** what it is used for, and the notice its licence asks for */
  readonly what: string;
}

/** Bundled data and libraries, each with its licence; the data's notices are asked for by their licences. */
export function licences(): readonly Licence[] {
  return [
    { name: 'Capscope', licence: 'MIT', what: 'this program' },
    {
      name: 'IP to Country Lite by DB-IP',
      licence: 'CC BY 4.0',
      what: 'countries of addresses. IP Geolocation by DB-IP, https://db-ip.com',
    },
    {
      name: '@ip-location-db/asn',
      licence: 'RouteViews and CC BY 4.0',
      what: 'operators of networks, from the University of Oregon RouteViews project and DB-IP, https://db-ip.com',
    },
    {
      name: 'Natural Earth, by world-atlas',
      licence: 'ISC',
      what: 'map of the world. Made with Natural Earth (public domain)',
    },
    { name: 'flag-icons', licence: 'MIT', what: 'flags. Copyright Panayiotis Lipiridis' },
    { name: 'Inter', licence: 'OFL 1.1', what: 'typeface. Copyright The Inter Project Authors' },
    { name: 'JetBrains Mono', licence: 'OFL 1.1', what: 'typeface. Copyright The JetBrains Mono Project Authors' },
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

/** Licences of the data and typefaces that come with the program, for the About box. The notices are what they ask for. */

export interface Licence {
  readonly name: string;
  readonly licence: string;
  /** what it is used for, and the notice its licence asks for */
  readonly text: string;
  /** where it comes from; DB-IP asks pages that show its results for this link */
  readonly link: string;
}

export const DATA_LICENCES: readonly Licence[] = [
  {
    name: 'IP to Country Lite by DB-IP',
    licence: 'CC BY 4.0',
    text: 'Countries of addresses. IP Geolocation by DB-IP',
    link: 'https://db-ip.com',
  },
  {
    name: 'RouteViews',
    licence: 'CC BY 4.0',
    text: 'Which network announces an address: University of Oregon RouteViews Project, by @ip-location-db/asn, compiled',
    link: 'https://www.routeviews.org',
  },
  {
    name: 'Number Resource Organization statistics',
    licence: 'CC BY 4.0',
    text: 'Numbers of networks: copyright Number Resource Organization, by @ip-location-db/asn, compiled',
    link: 'https://www.nro.net',
  },
  {
    name: 'IP to ASN Lite by DB-IP',
    licence: 'CC BY 4.0',
    text: 'Names of network operators, by @ip-location-db/asn, compiled. IP Geolocation by DB-IP',
    link: 'https://db-ip.com',
  },
  {
    name: 'Natural Earth',
    licence: 'public domain',
    text: 'Shapes of countries on the map. Made with Natural Earth',
    link: 'https://www.naturalearthdata.com',
  },
  {
    name: 'world-atlas',
    licence: 'ISC',
    text: 'Natural Earth as TopoJSON. Copyright 2013-2019 Michael Bostock',
    link: 'https://github.com/topojson/world-atlas',
  },
  {
    name: 'flag-icons',
    licence: 'MIT',
    text: 'Flags. Copyright 2013 Panayiotis Lipiridis',
    link: 'https://github.com/lipis/flag-icons',
  },
  {
    name: 'Inter',
    licence: 'OFL 1.1',
    text: 'Typeface. Copyright 2016 The Inter Project Authors',
    link: 'https://github.com/rsms/inter',
  },
  {
    name: 'JetBrains Mono',
    licence: 'OFL 1.1',
    text: 'Typeface. Copyright 2020 The JetBrains Mono Project Authors',
    link: 'https://github.com/JetBrains/JetBrainsMono',
  },
];

/**
 * Licences of the data and typefaces that come with the program, for the About box. The notices are what they ask for;
 * DB-IP asks pages that show its results for its link.
 */

export interface Licence {
  readonly name: string;
  readonly licence: string;
  /** what it is used for, and the notice its licence asks for */
  readonly what: string;
}

export const DATA_LICENCES: readonly Licence[] = [
  {
    name: 'IP to Country Lite by DB-IP',
    licence: 'CC BY 4.0',
    what: 'countries of addresses. IP Geolocation by DB-IP, https://db-ip.com',
  },
  {
    name: 'RouteViews',
    licence: 'CC BY 4.0',
    what: 'which network announces an address: University of Oregon RouteViews Project, by @ip-location-db/asn, compiled, https://www.routeviews.org',
  },
  {
    name: 'Number Resource Organization statistics',
    licence: 'CC BY 4.0',
    what: 'numbers of networks: copyright Number Resource Organization, by @ip-location-db/asn, compiled, https://www.nro.net',
  },
  {
    name: 'IP to ASN Lite by DB-IP',
    licence: 'CC BY 4.0',
    what: 'names of network operators, by @ip-location-db/asn, compiled. IP Geolocation by DB-IP, https://db-ip.com',
  },
  {
    name: 'IEEE registration authority',
    licence: 'BSD-2-Clause',
    what: 'makers of network interfaces: the public listings MA-L, MA-M and MA-S, by oui-data. Copyright silverwind, https://github.com/silverwind/oui-data',
  },
  {
    name: 'Public Suffix List',
    licence: 'MPL-2.0',
    what: 'registrable domains, by tldts (MIT, copyright 2017 Thomas Parisot, 2018 Rémi Berson). Mozilla, https://publicsuffix.org',
  },
  {
    name: 'Natural Earth',
    licence: 'public domain',
    what: 'shapes of countries on the map. Made with Natural Earth, https://www.naturalearthdata.com',
  },
  {
    name: 'world-atlas',
    licence: 'ISC',
    what: 'Natural Earth as TopoJSON. Copyright 2013-2019 Michael Bostock, https://github.com/topojson/world-atlas',
  },
  {
    name: 'flag-icons',
    licence: 'MIT',
    what: 'flags. Copyright 2013 Panayiotis Lipiridis, https://github.com/lipis/flag-icons',
  },
  {
    name: 'Inter',
    licence: 'OFL 1.1',
    what: 'typeface. Copyright 2016 The Inter Project Authors, https://github.com/rsms/inter',
  },
  {
    name: 'JetBrains Mono',
    licence: 'OFL 1.1',
    what: 'typeface. Copyright 2020 The JetBrains Mono Project Authors, https://github.com/JetBrains/JetBrainsMono',
  },
];

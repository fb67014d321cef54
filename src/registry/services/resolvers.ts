/**
 * Public DNS resolvers over HTTPS, TLS and QUIC, by their own pages, curl's wiki "DNS over HTTPS", AdGuard's "Known DNS providers"
 * and the DNSCrypt project's list of public resolvers. See services.ts.
 */

/** category → service → suffixes separated by spaces */
// biome-ignore format: one service a line
export const RESOLVERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dns: {
    '360 dns': 'doh.360.cn dot.360.cn',
    'ahadns': 'ahadns.net ahadns.com',
    'alidns': 'alidns.com',
    'andrews and arnold dns': 'dns.aa.net.uk',
    'applied privacy dns': 'doh.applied-privacy.net dot1.applied-privacy.net doh.appliedprivacy.net',
    'blahdns': 'blahdns.com',
    'blokada dns': 'dns.blokada.org',
    'captnemo dns': 'doh.captnemo.in',
    'cira canadian shield': 'canadianshield.cira.ca',
    'cleanbrowsing': 'cleanbrowsing.org',
    'comcast dns': 'doh.xfinity.com dot.xfinity.com',
    'commons host': 'commons.host',
    'community dns resolver':
      'alekberg.net dns.aaflalo.me dns-nyc.aaflalo.me doh.bortzmeyer.fr doh.crypto.sx doh.li dns.dnshome.de dnscrypt.ca dns.brahma.world ' +
      'dns.hostux.net dns.flatuslifir.is jarjar.meganerd.nl resolver-eu.lelux.fi rumpelsepp.org ibksturm.synology.me ' +
      'doh.42l.fr dns.arapurayil.com dns.bebasid.com adhole.org dns.containerpi.com dnslify.com dns.developer.li dns2.developer.li',
    'comss dns': 'comss.one',
    'cz.nic dns': 'odvr.nic.cz',
    'decloudus': 'decloudus.com',
    'digitale gesellschaft dns': 'dns.digitale-gesellschaft.ch',
    'dns for family': 'dnsforfamily.com',
    'dns.sb': 'dns.sb',
    'dns0.eu': 'dns0.eu',
    'dns4eu': 'joindns4.eu',
    'dnscrypt': 'dnscrypt.info dnscrypt.org simplednscrypt.org',
    'dnsforge': 'dnsforge.de',
    'dnspod dns': 'doh.pub dot.pub dns.pub',
    'dnswarden': 'dnswarden.com',
    'faelix dns': 'rdns.faelix.net pdns.faelix.net',
    'ffmuc dns': 'doh.ffmuc.net dot.ffmuc.net',
    'hurricane electric dns': 'ordns.he.net',
    'iij public dns': 'public.dns.iij.jp',
    'libredns': 'libredns.gr',
    'njalla dns': 'dns.njal.la',
    'oszx dns': 'dns.oszx.co',
    'pi-dns': 'pi-dns.com',
    'powerdns doh': 'doh.powerdns.org',
    'rethink dns': 'rethinkdns.com bravedns.com',
    'rubyfish dns': 'rubyfish.cn',
    'securedns.eu': 'securedns.eu',
    'seby dns': 'doh.seby.io doh-2.seby.io dot.seby.io dns.seby.io',
    'snopyta dns': 'dns.snopyta.org',
    'spectrum dns': 'doh-01.spectrum.com doh-02.spectrum.com',
    'switch dns': 'dns.switch.ch',
    'tiarap': 'tiarap.org tiar.app',
    'twnic quad 101': 'dns.twnic.tw',
    'uncensoreddns': 'uncensoreddns.org',
    'wikimedia dns': 'wikimedia-dns.org',
  },
};

/** Colours and sizes. Colour means one thing everywhere: an app keeps its own, sent is blue, received is orange. */
import { createTheme, type MantineColorsTuple, useComputedColorScheme } from '@mantine/core';

export type Scheme = 'light' | 'dark';

const accent: MantineColorsTuple = [
  '#eaf2ff',
  '#d3e2fd',
  '#a5c3f7',
  '#74a2f2',
  '#4b86ee',
  '#3374ec',
  '#2265dd',
  '#1a58c4',
  '#134eb0',
  '#03439c',
];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: {
    accent,
    // near-black blue-grey, never pure black; [0] text … [9] deepest ground
    dark: [
      '#d5dae3',
      '#aeb6c4',
      '#949eae',
      '#6f7a8c',
      '#3b4656',
      '#2c3542',
      '#212935',
      '#171d27',
      '#11161e',
      '#0c1017',
    ],
  },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono', ui-monospace, monospace",
  defaultRadius: 'sm',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { sizes: { h1: { fontSize: '1.25rem' }, h2: { fontSize: '1rem' }, h3: { fontSize: '0.875rem' } } },
  focusRing: 'auto',
  respectReducedMotion: true,
  autoContrast: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 350, fz: 'xs', withArrow: false } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md', transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Modal: { defaultProps: { transitionProps: { duration: 100 } } },
  },
});

/** What canvases need; the page's own CSS has the same in style/page.css. */
export interface ChartColors {
  readonly scheme: Scheme;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly ground: string;
  readonly surface: string;
  readonly accent: string;
  readonly sent: string;
  readonly received: string;
  /** the rest that is not named */
  readonly other: string;
  /** low to high, one hue; the first differs from the ground */
  readonly ramp: readonly string[];
  readonly app: (app: string | undefined) => string;
  /** any other value (country, port, operator): stable by name */
  readonly value: (value: string | undefined) => string;
}

/** oklch → #rrggbb, clipped to sRGB: ECharts mixes colours and reads only hex. CSS Color 4, §9. */
export function oklch(lightness: number, chroma: number, hue: number): string {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return `#${[
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
    .map((x) => {
      const gamma = x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055;
      return Math.round(Math.min(1, Math.max(0, gamma)) * 255)
        .toString(16)
        .padStart(2, '0');
    })
    .join('')}`;
}

/** Hue by category, shade by place in the list. The order is part of the look: append, don't sort. */
export const CATEGORIES: readonly { readonly hue: number; readonly apps: readonly string[] }[] = [
  { hue: 262, apps: ['tls', 'quic', 'http', 'http2', 'websocket', 'doh', 'dtls'] }, //               web
  { hue: 165, apps: ['dns', 'mdns', 'llmnr', 'netbios', 'nbns', 'wsd', 'ssdp', 'dnscrypt', 'dot'] }, // names
  { hue: 305, apps: ['ssh', 'rdp', 'vnc', 'telnet', 'teamviewer', 'anydesk', 'x11', 'citrix', 'rlogin'] }, // remote hands
  { hue: 28, apps: ['smtp', 'imap', 'pop3', 'smtps', 'imaps'] }, //                                  mail
  { hue: 82, apps: ['smb', 'ftp', 'ftp-data', 'nfs', 'tftp', 'rsync', 'afp', 'iscsi', 'git'] }, //    files
  {
    hue: 200,
    apps: [
      'mysql',
      'postgresql',
      'redis',
      'mongodb',
      'tds',
      'oracle',
      'memcached',
      'cassandra',
      'elasticsearch',
      'kafka',
      'amqp',
      'ldap',
      'kerberos',
      'radius',
    ],
  }, // data and identity
  { hue: 345, apps: ['rtp', 'sip', 'stun', 'rtcp', 'rtsp', 'rtmp', 'h323', 'zoom', 'skype'] }, //     voice and video
  {
    hue: 125,
    apps: [
      'icmp',
      'icmp6',
      'arp',
      'dhcp',
      'dhcp6',
      'ntp',
      'snmp',
      'syslog',
      'lldp',
      'ospf',
      'bgp',
      'vrrp',
      'hsrp',
      'igmp',
      'stp',
      'netflow',
    ],
  }, // network's own
  { hue: 232, apps: ['wireguard', 'openvpn', 'esp', 'ike', 'ipsec', 'gre', 'l2tp', 'pptp', 'tor'] }, // tunnels
  {
    hue: 55,
    apps: [
      'bittorrent',
      'edonkey',
      'gnutella',
      'steam',
      'bitcoin',
      'ethereum',
      'mqtt',
      'coap',
      'modbus',
      's7',
      'bacnet',
      'opcua',
    ],
  }, // peers and things
];

const APP_PLACE: ReadonlyMap<string, { readonly hue: number; readonly step: number }> = new Map(
  CATEGORIES.flatMap(({ hue, apps }) => apps.map((app, step) => [app, { hue, step }] as const)),
);

/** Lightness, turn of hue and chroma of the steps within one hue: each as far from those before it as the card's contrast allows. */
const SHADES: readonly (readonly [lighter: number, turn: number, chroma: number])[] = [
  [0, 0, 0.14],
  [0.08, 20, 0.14],
  [-0.1, -20, 0.14],
  [-0.16, 20, 0.1],
  [0.08, -20, 0.14],
  [-0.076, 20, 0.14],
  [0.068, -7, 0.06],
  [-0.016, -20, 0.06],
  [0.008, 20, 0.06],
  [-0.1, 20, 0.06],
  [-0.16, -20, 0.1],
  [0.104, 20, 0.06],
  [-0.18, -30, 0.02],
  [0, -30, 0.12],
  [0, 30, 0.14],
  [-0.09, -30, 0.06],
];

function hash(text: string): number {
  let value = 2166136261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  return value >>> 0;
}

function shade(scheme: Scheme, hue: number, step: number): string {
  const [lighter, turn, chroma] = SHADES[step % SHADES.length]!;
  // ≥ 3 : 1 against the card in either scheme
  return oklch((scheme === 'light' ? 0.555 : 0.7) + lighter, chroma, hue + turn);
}

function colours(scheme: Scheme): ChartColors {
  const light = scheme === 'light';
  const other = light ? '#8b939f' : '#6f7a8c';
  const unknown = light ? '#6b7482' : '#919bab';
  const cache = new Map<string, string>();
  const keep = (key: string, make: () => string) => {
    const known = cache.get(key);
    if (known) return known;
    const made = make();
    cache.set(key, made);
    return made;
  };
  const value = (name: string | undefined) =>
    name === undefined ? other : keep(`v${name}`, () => shade(scheme, hash(name) % 360, hash(`${name}'`) % 5));
  return {
    scheme,
    text: light ? '#1b2230' : '#d5dae3',
    muted: light ? '#5a6475' : '#949eae',
    line: light ? '#dfe3e9' : '#2c3542',
    ground: light ? '#f7f8fa' : '#11161e',
    surface: light ? '#ffffff' : '#171d27',
    accent: light ? '#2265dd' : '#74a2f2',
    sent: light ? '#2f73d8' : '#5b9bf5',
    received: light ? '#d2660a' : '#f0953f',
    other,
    ramp: light
      ? ['#d6e6f7', '#b3d0ee', '#86b4e2', '#5994d2', '#3474bb', '#1d5599', '#123a70']
      : ['#1f3350', '#24456f', '#2a5a92', '#3573b4', '#4b8fd2', '#74ade6', '#aed0f5'],
    app: (app) =>
      app === undefined
        ? other
        : app === '' || app === 'unknown'
          ? unknown
          : keep(`a${app}`, () => {
              const place = APP_PLACE.get(app);
              return place ? shade(scheme, place.hue, place.step) : shade(scheme, hash(app) % 360, hash(`${app}'`) % 5);
            }),
    value,
  };
}

const CHART: Readonly<Record<Scheme, ChartColors>> = { light: colours('light'), dark: colours('dark') };

export const chartColors = (scheme: Scheme): ChartColors => CHART[scheme];

/** Colours of the scheme shown now; the object is the same as long as the scheme is. */
export const useChartColors = (): ChartColors => CHART[useComputedColorScheme('light')];

/** Every command: usage, purpose, options, two examples. `--help` and each command's own help are generated from this table. */

export interface Option {
  /** without the dashes */
  readonly name: string;
  readonly short?: string;
  /** name of its value; absent: it takes none */
  readonly takes?: string;
  readonly text: string;
  /** the default, where it is not obvious */
  readonly defaultsTo?: string;
}

export interface CommandHelp {
  /** "live", "azure import" */
  readonly name: string;
  readonly usage: readonly string[];
  /** a line for the list of all commands, and the first of its own help */
  readonly about: string;
  /** more, for its own help alone */
  readonly more?: string;
  readonly options: readonly Option[];
  readonly examples: readonly [string, string];
}

const DATA_DIR: Option = {
  name: 'data-dir',
  takes: 'DIR',
  text: 'where datasets are kept; a server that runs on it does the work',
  defaultsTo: "CAPSCOPE_DATA_DIR, else the system's place for such data",
};
const ALLOW_NET: Option = {
  name: 'allow-net',
  takes: 'CIDR',
  text: 'private networks that may be fetched from, separated by commas: 10.0.0.0/8,fd00::/8',
  defaultsTo: 'none',
};
const DATASET: Option = {
  name: 'dataset',
  short: 'd',
  takes: 'NAME',
  text: 'the dataset of that name; it is created if there is none',
  defaultsTo: 'a new one, named after what is imported',
};
const AGAIN: Option = { name: 'again', text: 'import captures again that the dataset already has' };
const URLS: Option = {
  name: 'urls',
  takes: 'FILE',
  text: 'file of addresses to import, one per line; - is standard input. Other users of the machine can read a command line, but not the file',
};
const DECODE: readonly Option[] = [
  {
    name: 'tunnels',
    takes: 'inner|outer',
    text: "outer: tunnelled packets belong to the tunnel's flow, not to the flows inside",
    defaultsTo: 'inner',
  },
  {
    name: 'key-by',
    takes: 'vlan,vni',
    text: 'keep networks with overlapping addresses apart',
    defaultsTo: 'addresses and ports alone',
  },
  {
    name: 'duplicates',
    takes: 'keep|drop',
    text: 'drop: leave out packets that were captured twice. A dataset keeps the three settings it was made with',
    defaultsTo: 'keep',
  },
];
const SERVICES: Option = {
  name: 'services',
  takes: 'FILE',
  text: 'file of further services, one per line: name; category; domains, networks, AS numbers. import and serve read services.txt in the data directory',
};
const SERVER: readonly Option[] = [
  {
    name: 'port',
    short: 'p',
    takes: 'N',
    text: 'port of the page and the API; 0 takes a free one',
    defaultsTo: '9877',
  },
  { name: 'host', takes: 'ADDRESS', text: 'address to listen on', defaultsTo: '127.0.0.1' },
  DATA_DIR,
  ALLOW_NET,
  { name: 'allow-capture', text: "lets the page capture on the interfaces of the server's machine" },
];
const NO_BROWSER: Option = { name: 'no-browser', text: 'do not open a browser' };
const STANDING: readonly Option[] = [
  ...SERVER,
  DATASET,
  ...DECODE,
  { name: 'open', text: 'open the browser there' },
  NO_BROWSER,
];
const KEEP: readonly Option[] = [
  {
    name: 'keep',
    takes: 'SIZE|all',
    text: 'delete the oldest packets beyond this size (500MB, 10GB); their flows stay',
  },
  {
    name: 'keep-time',
    takes: 'TIME|all',
    text: 'delete packets older than this (90s, 30m, 24h, 7d); their flows stay',
    defaultsTo: 'all',
  },
];
const keepBytes = (defaultsTo: string): readonly Option[] => [{ ...KEEP[0]!, defaultsTo }, KEEP[1]!];
const format = (choices: string): Option => ({
  name: 'format',
  takes: choices,
  text: 'output format',
  defaultsTo: choices.slice(0, choices.indexOf('|')),
});
const SIGN_IN: readonly Option[] = [
  { name: 'code', text: 'sign in with a code that is typed in a browser' },
  { name: 'tenant', takes: 'T', text: 'the directory to sign in to' },
  { name: 'client-id', takes: 'ID', text: 'sign in as an application' },
  {
    name: 'secret-from',
    takes: 'FILE',
    text: "the application's secret; - is standard input",
    defaultsTo: 'AZURE_CLIENT_SECRET, else it is typed',
  },
  {
    name: 'cloud',
    takes: 'public|china|usgovernment',
    text: 'which Azure',
    defaultsTo: 'public, or CAPSCOPE_AZURE_CLOUD',
  },
];
const STORAGE: readonly Option[] = [
  { name: 'from', takes: 'FILE', text: 'file with the link or connection string; - is standard input' },
  { name: 'container', takes: 'NAME', text: 'the container, if the address names none' },
  { name: 'prefix', takes: 'P', text: 'only blobs whose path begins with this' },
  {
    name: 'sign-in',
    text: 'use a sign-in: that of this machine (az login, environment, managed identity), or one by the options below',
  },
  ...SIGN_IN,
];

export const COMMANDS: readonly CommandHelp[] = [
  {
    name: 'serve',
    usage: ['[serve] [--port 9877] [--host 127.0.0.1] [--data-dir DIR]'],
    about: 'the server; open http://127.0.0.1:9877 in a browser',
    options: [...SERVER, NO_BROWSER],
    examples: ['capscope', 'capscope serve --port 8080 --data-dir /srv/captures --allow-net 10.0.0.0/8'],
  },
  {
    name: 'open',
    usage: ['open FILE|URL|- … [--dataset NAME]'],
    about: 'import, then open the browser there',
    more: 'Several files are one stream in time. Without a capture the start page is opened.',
    options: [DATASET, AGAIN, URLS, ...DECODE, ...SERVER, NO_BROWSER],
    examples: ['capscope open slow.pcapng', 'capscope open tcp://192.0.2.7:57012'],
  },
  {
    name: 'import',
    usage: ['import FILE|URL|- … [--dataset NAME] [--data-dir DIR]'],
    about: 'import with a progress bar, print a summary',
    more: 'Several files are one stream in time, and so is a dataset, in whatever order its files come.',
    options: [
      DATASET,
      AGAIN,
      {
        name: 'no-keep',
        text: "keep no copy of standard input: flows as always, but packets can't be read back; a stream of any length needs no room on disk",
      },
      URLS,
      ...DECODE,
      ALLOW_NET,
      DATA_DIR,
    ],
    examples: ['capscope import --dataset monday monday-*.pcap', 'tcpdump -i eth0 -w - | capscope import -'],
  },
  {
    name: 'azure list',
    usage: ['azure list URL|--from FILE [--container NAME] [--prefix P]'],
    about: 'list what is in Azure storage, by a SAS, a connection string or a sign-in',
    options: [...STORAGE, format('table|json'), ALLOW_NET],
    examples: [
      'capscope azure list --from connection.txt',
      'capscope azure list https://account.blob.core.windows.net/network-watcher-logs --sign-in --prefix subscriptions/',
    ],
  },
  {
    name: 'azure import',
    usage: ['azure import URL|--from FILE [--container NAME] [--prefix P] [--dataset NAME]'],
    about: 'import those blobs, as one stream',
    options: [...STORAGE, DATASET, AGAIN, ...DECODE, ALLOW_NET, DATA_DIR],
    examples: [
      'capscope azure import --from link.txt --prefix subscriptions/ --dataset plant',
      'capscope azure import https://account.blob.core.windows.net --sign-in --container captures',
    ],
  },
  {
    name: 'azure watch',
    usage: ['azure watch URL|--from FILE [--container NAME] [--prefix P] [--dataset NAME]'],
    about: 'import what appears there, once it is complete, until Ctrl-C',
    more: 'CAPSCOPE_SECRET_KEY keeps the link, encrypted, over a restart of the server.',
    options: [
      ...STORAGE,
      { name: 'every', takes: 'SECONDS', text: 'time between two looks', defaultsTo: '30' },
      { name: 'only-new', text: 'skip what is already there' },
      DATASET,
      ALLOW_NET,
      DATA_DIR,
    ],
    examples: [
      'capscope azure watch --from link.txt --only-new',
      'capscope azure watch https://account.blob.core.windows.net/network-watcher-logs --sign-in --dataset plant',
    ],
  },
  {
    name: 'azure capture',
    usage: [
      'azure capture list --subscription ID --location REGION',
      'azure capture status|stop|delete NAME --subscription ID --location REGION',
      'azure capture start NAME --subscription ID --location REGION --target ID --storage ID',
    ],
    about: 'capture sessions of Network Watcher; start waits for the end and imports what was captured',
    more: 'IDs are resource IDs, as the portal shows them under Properties. It uses the sign-in of this machine, or one by the options below.',
    options: [
      { name: 'subscription', short: 's', takes: 'ID', text: 'the subscription', defaultsTo: 'AZURE_SUBSCRIPTION_ID' },
      { name: 'location', short: 'l', takes: 'REGION', text: 'region of its Network Watcher' },
      { name: 'watcher', short: 'w', takes: 'NAME', text: 'the Network Watcher', defaultsTo: 'NetworkWatcher_REGION' },
      {
        name: 'group',
        short: 'g',
        takes: 'NAME',
        text: "the watcher's resource group",
        defaultsTo: 'NetworkWatcherRG',
      },
      { name: 'target', takes: 'ID', text: 'the machine or scale set that captures' },
      { name: 'instance', takes: 'NAME', text: 'a machine of the scale set; may be repeated', defaultsTo: 'all' },
      { name: 'storage', takes: 'ID', text: 'the storage account it writes to' },
      { name: 'storage-path', takes: 'URL', text: 'write to this blob instead' },
      { name: 'local-path', takes: 'PATH', text: 'write to this file on the machine' },
      {
        name: 'filter',
        takes: 'F',
        text: 'protocol=tcp,local-ip=10.0.0.4,remote-port=80;443; may be repeated',
        defaultsTo: 'all packets',
      },
      {
        name: 'bytes-per-packet',
        takes: 'N',
        text: '0 keeps whole packets; less than 54 cuts off ports',
        defaultsTo: '0',
      },
      { name: 'bytes-per-session', takes: 'N', text: 'end after this many bytes', defaultsTo: "Azure's, 1 GiB" },
      { name: 'seconds', takes: 'N', text: 'end after this many seconds', defaultsTo: "Azure's, 18000" },
      { name: 'continuous', text: 'capture into a ring of files' },
      { name: 'files', takes: 'N', text: 'number of files in the ring' },
      { name: 'bytes-per-file', takes: 'N', text: 'size of each file' },
      { name: 'no-wait', text: 'only start it; import nothing' },
      DATASET,
      format('table|json'),
      ...SIGN_IN,
      ALLOW_NET,
      DATA_DIR,
    ],
    examples: [
      'capscope azure capture list --location eastus --code',
      'capscope azure capture start slow-1 --location eastus --target VM-ID --storage STORAGE-ID --seconds 60',
    ],
  },
  {
    name: 'live',
    usage: ['live -i IFACE [CAPTURE FILTER] [--keep 10GB] [--keep-time 24h] [--dataset NAME]'],
    about: 'capture on an interface with dumpcap or tcpdump and show it while it runs; Ctrl-C ends it',
    more: 'A server that runs on the data directory does it, if it was started with --allow-capture.',
    options: [
      { name: 'interface', short: 'i', takes: 'IFACE', text: 'the interface to capture on' },
      { name: 'list', short: 'D', text: 'list the interfaces and exit' },
      {
        name: 'snaplen',
        short: 's',
        takes: 'BYTES',
        text: 'bytes to keep of each packet',
        defaultsTo: 'whole packets',
      },
      {
        name: 'no-promiscuous',
        text: 'do not switch the interface to promiscuous mode',
      },
      ...keepBytes('10GiB'),
      ...STANDING,
    ],
    examples: ['capscope live -i eth0 --keep 2GB', 'capscope live -i any -s 128 tcp port 443'],
  },
  {
    name: 'listen',
    usage: ['listen [HOST:]PORT [--tls|--cert FILE --key FILE] [--token-file FILE] [--from CIDR]'],
    about: 'receive captures from PCAP-over-IP senders; on 127.0.0.1 unless HOST says otherwise',
    options: [
      { name: 'tls', text: 'encrypt, with a self-signed certificate made at each start' },
      { name: 'cert', takes: 'FILE', text: 'encrypt, with this certificate (PEM)' },
      { name: 'key', takes: 'FILE', text: "the certificate's key (PEM)" },
      {
        name: 'token-file',
        takes: 'FILE',
        text: 'file with the first line that senders must send; - is standard input',
        defaultsTo: 'CAPSCOPE_TOKEN, else none',
      },
      {
        name: 'from',
        takes: 'CIDR',
        text: 'accept connections only from these networks, separated by commas',
        defaultsTo: 'all',
      },
      {
        name: 'idle',
        takes: 'TIME',
        text: 'disconnect senders that are silent for this long (10m)',
        defaultsTo: 'never',
      },
      ...keepBytes('all'),
      ...STANDING,
    ],
    examples: ['capscope listen 57012', 'capscope listen 0.0.0.0:57012 --tls --token-file token.txt --from 10.0.0.0/8'],
  },
  {
    name: 'watch',
    usage: ['watch FOLDER [--only-new] [--no-subfolders] [--dataset NAME]'],
    about: 'import captures that appear in a folder, in place, once each, when they are complete',
    options: [
      { name: 'only-new', text: 'skip what is already there' },
      { name: 'no-subfolders', text: 'only the folder itself' },
      ...STANDING,
    ],
    examples: ['capscope watch /var/captures', 'capscope watch ./ring --only-new --dataset ring --open'],
  },
  {
    name: 'jobs',
    usage: ['jobs [list|pause|resume|retry|cancel|finish|forget ID …] [--json]'],
    about: 'list and control imports, watches and streams',
    more: 'Without a server, list shows what is kept on disk; the other actions need one.',
    options: [{ name: 'json', text: 'print them as the API does' }, DATA_DIR],
    examples: ['capscope jobs', 'capscope jobs pause abcdefgh'],
  },
  {
    name: 'flows',
    usage: ['flows FILE|- … [--filter EXPR] [--format table|jsonl|csv|parquet] [--output FILE]'],
    about: 'decode straight to flows: no server, nothing kept',
    more: 'In CSV, a text that begins with = + - or @ gets an apostrophe in front, so that no spreadsheet runs it.',
    options: [
      { name: 'filter', short: 'f', takes: 'EXPR', text: 'only flows that match', defaultsTo: 'all' },
      format('table|jsonl|csv|parquet'),
      {
        name: 'output',
        short: 'o',
        takes: 'FILE',
        text: 'write to this file; parquet needs it',
        defaultsTo: 'standard output',
      },
      ...DECODE,
      SERVICES,
    ],
    examples: [
      "capscope flows some.pcap --filter 'dns.rcode == NXDOMAIN' --format csv",
      'capscope flows a.pcap b.pcap --format parquet --output flows.parquet',
    ],
  },
  {
    name: 'summary',
    usage: ['summary FILE|- … [--format table|json]'],
    about: 'what the capture holds and how good it is',
    options: [format('table|json'), ...DECODE, SERVICES],
    examples: ['capscope summary some.pcap', 'zcat some.pcap.gz | capscope summary - --format json'],
  },
  {
    name: 'dataset',
    usage: ['dataset NAME [--networks FILE|-] [--tag TAG] [--untag TAG] [--note TEXT] [--filter EXPR | --host IP]'],
    about: 'show or change what is set for a dataset: your own networks, tags and notes',
    options: [
      {
        name: 'networks',
        takes: 'FILE',
        text: 'file of your own networks, one per line: block,name,country,latitude,longitude; - is standard input',
      },
      {
        name: 'tag',
        takes: 'TAG',
        text: 'put a tag on the dataset, or on what --filter or --host selects; may be repeated',
      },
      { name: 'untag', takes: 'TAG', text: 'take a tag off' },
      { name: 'note', takes: 'TEXT', text: "set the note; '' removes it" },
      { name: 'filter', takes: 'EXPR', text: 'tag or note the flows that match' },
      { name: 'host', takes: 'IP', text: 'tag or note this host; may be repeated' },
      { ...format('table|json|csv'), text: 'output format; csv: the networks alone' },
      ...DECODE,
      DATA_DIR,
    ],
    examples: [
      'capscope dataset monday --networks sites.csv',
      "capscope dataset monday --tag odd --filter 'dst.port == 4444'",
    ],
  },
];

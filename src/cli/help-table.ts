/** Every command: how it is written, what it does, its options, two examples. `--help` and each command's own help are made of this table. */

export interface Option {
  /** without the dashes */
  readonly name: string;
  readonly short?: string;
  /** what stands behind it; absent: nothing */
  readonly takes?: string;
  readonly text: string;
  /** what holds without it, where that is not plain */
  readonly preset?: string;
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
  text: 'where datasets are kept; a server that runs on it is asked to do the work',
  preset: "the system's place for it, or CAPSCOPE_DATA_DIR",
};
const ALLOW_NET: Option = {
  name: 'allow-net',
  takes: 'CIDR',
  text: 'private networks that may be fetched from all the same, with commas: 10.0.0.0/8,fd00::/8',
  preset: 'none',
};
const DATASET: Option = {
  name: 'dataset',
  short: 'd',
  takes: 'NAME',
  text: 'the dataset of that name, made when there is none',
  preset: 'a new one, named after what is imported',
};
const AGAIN: Option = { name: 'again', text: 'import captures that the dataset has already once more' };
const URLS: Option = {
  name: 'urls',
  takes: 'FILE',
  text: 'addresses to import, a line each; - is standard input. What stands on a command line can be read by other users of the machine',
};
const DECODE: readonly Option[] = [
  {
    name: 'tunnels',
    takes: 'inner|outer',
    text: "outer: flows of tunnelled packets are the tunnel's, not those of the packets inside",
    preset: 'inner',
  },
  {
    name: 'key-by',
    takes: 'vlan,vni',
    text: 'keep networks apart whose addresses overlap',
    preset: 'addresses and ports alone',
  },
  {
    name: 'duplicates',
    takes: 'keep|drop',
    text: 'drop: leave packets out of flows that were captured twice. A dataset keeps to these three as it was made with them',
    preset: 'keep',
  },
];
const SERVICES: Option = {
  name: 'services',
  takes: 'FILE',
  text: 'more services, a line each: name; category; domains, networks, AS numbers. import and serve read services.txt in the data directory',
};
const SERVER: readonly Option[] = [
  { name: 'port', short: 'p', takes: 'N', text: 'port of the page and the API; 0 takes a free one', preset: '9877' },
  { name: 'host', takes: 'ADDRESS', text: 'address to listen on', preset: '127.0.0.1' },
  DATA_DIR,
  ALLOW_NET,
  { name: 'allow-capture', text: "lets the page capture on the interfaces of the server's machine" },
];
const NO_BROWSER: Option = { name: 'no-browser', text: 'open no browser' };
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
    text: 'older packets are deleted beyond so many bytes (500MB, 10GB); their flows stay',
  },
  {
    name: 'keep-time',
    takes: 'TIME|all',
    text: 'packets older than this (90s, 30m, 24h, 7d) are deleted; their flows stay',
    preset: 'all',
  },
];
const keepBytes = (preset: string): readonly Option[] => [{ ...KEEP[0]!, preset }, KEEP[1]!];
const format = (choices: string): Option => ({
  name: 'format',
  takes: choices,
  text: 'how it is printed',
  preset: choices.slice(0, choices.indexOf('|')),
});
const SIGN_IN: readonly Option[] = [
  { name: 'code', text: 'sign in by a code, which is typed in a browser' },
  { name: 'tenant', takes: 'T', text: 'the directory to sign in to' },
  { name: 'client-id', takes: 'ID', text: 'sign in as an application' },
  {
    name: 'secret-from',
    takes: 'FILE',
    text: "the application's secret; - is standard input",
    preset: 'AZURE_CLIENT_SECRET, else it is typed',
  },
  { name: 'cloud', takes: 'public|china|usgovernment', text: 'which Azure', preset: 'public, or CAPSCOPE_AZURE_CLOUD' },
];
const STORAGE: readonly Option[] = [
  { name: 'from', takes: 'FILE', text: 'the link or connection string is in a file; - is standard input' },
  { name: 'container', takes: 'NAME', text: 'where the address names none' },
  { name: 'prefix', takes: 'P', text: 'only blobs whose path begins so' },
  {
    name: 'sign-in',
    text: 'ask as the one who signs in: as this machine is (az login, environment, managed identity), or by the options below',
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
        text: "keep no copy of what comes from standard input: flows as always, but packets can't be read back; a stream of any length needs no room on disk",
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
    about: 'what lies in a storage of Azure, by a SAS, a connection string or a sign-in',
    options: [...STORAGE, format('table|json'), ALLOW_NET],
    examples: [
      'capscope azure list --from connection.txt',
      'capscope azure list https://account.blob.core.windows.net/network-watcher-logs --sign-in --prefix subscriptions/',
    ],
  },
  {
    name: 'azure import',
    usage: ['azure import URL|--from FILE [--container NAME] [--prefix P] [--dataset NAME]'],
    about: 'imports the blobs there, as one stream',
    options: [...STORAGE, DATASET, AGAIN, ...DECODE, ALLOW_NET, DATA_DIR],
    examples: [
      'capscope azure import --from link.txt --prefix subscriptions/ --dataset plant',
      'capscope azure import https://account.blob.core.windows.net --sign-in --container captures',
    ],
  },
  {
    name: 'azure watch',
    usage: ['azure watch URL|--from FILE [--container NAME] [--prefix P] [--dataset NAME]'],
    about: 'imports what appears there, once it is complete, until Ctrl-C',
    more: 'CAPSCOPE_SECRET_KEY keeps the link, encrypted, over a restart of the server.',
    options: [
      ...STORAGE,
      { name: 'every', takes: 'SECONDS', text: 'between two looks', preset: '30' },
      { name: 'only-new', text: 'leave out what is there already' },
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
    more: 'IDs are resource IDs, as the portal shows them under Properties. It signs in as this machine is, or by the options below.',
    options: [
      { name: 'subscription', short: 's', takes: 'ID', text: 'whose', preset: 'AZURE_SUBSCRIPTION_ID' },
      { name: 'location', short: 'l', takes: 'REGION', text: 'region of its Network Watcher' },
      { name: 'watcher', short: 'w', takes: 'NAME', text: 'the Network Watcher', preset: 'NetworkWatcher_REGION' },
      { name: 'group', short: 'g', takes: 'NAME', text: "the watcher's resource group", preset: 'NetworkWatcherRG' },
      { name: 'target', takes: 'ID', text: 'the machine or scale set that captures' },
      { name: 'instance', takes: 'NAME', text: 'of a scale set; several times for several', preset: 'all' },
      { name: 'storage', takes: 'ID', text: 'the storage account it writes to' },
      { name: 'storage-path', takes: 'URL', text: 'another blob there' },
      { name: 'local-path', takes: 'PATH', text: 'a file on the machine' },
      {
        name: 'filter',
        takes: 'F',
        text: 'protocol=tcp,local-ip=10.0.0.4,remote-port=80;443; several times for several',
        preset: 'all packets',
      },
      {
        name: 'bytes-per-packet',
        takes: 'N',
        text: '0 is whole packets; less than 54 leaves out ports',
        preset: '0',
      },
      { name: 'bytes-per-session', takes: 'N', text: 'it ends after so many', preset: "Azure's, 1 GiB" },
      { name: 'seconds', takes: 'N', text: 'it ends after so many', preset: "Azure's, 18000" },
      { name: 'continuous', text: 'a ring of files' },
      { name: 'files', takes: 'N', text: 'files of the ring' },
      { name: 'bytes-per-file', takes: 'N', text: 'size of each' },
      { name: 'no-wait', text: 'start it and import nothing' },
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
    about: 'capture on an interface with dumpcap or tcpdump and show it while it goes on; Ctrl-C ends it',
    more: 'A server that runs on the data directory does it, if it was started with --allow-capture.',
    options: [
      { name: 'interface', short: 'i', takes: 'IFACE', text: 'where to capture' },
      { name: 'list', short: 'D', text: 'show the interfaces there are, and end' },
      {
        name: 'snaplen',
        short: 's',
        takes: 'BYTES',
        text: 'keep so many bytes of each packet',
        preset: 'whole packets',
      },
      {
        name: 'no-promiscuous',
        text: 'leave the interface as it is: packets for other machines that it does not take are not captured',
      },
      ...keepBytes('10GiB'),
      ...STANDING,
    ],
    examples: ['capscope live -i eth0 --keep 2GB', 'capscope live -i any -s 128 tcp port 443'],
  },
  {
    name: 'listen',
    usage: ['listen [HOST:]PORT [--tls|--cert FILE --key FILE] [--token-file FILE] [--from CIDR]'],
    about: 'take what senders of PCAP-over-IP bring; 127.0.0.1 unless HOST says otherwise',
    options: [
      { name: 'tls', text: 'encrypted, with a certificate of our own made at each start' },
      { name: 'cert', takes: 'FILE', text: 'encrypted, with this certificate (PEM)' },
      { name: 'key', takes: 'FILE', text: "the certificate's key (PEM)" },
      {
        name: 'token-file',
        takes: 'FILE',
        text: "senders' first line must be the file's; - is standard input",
        preset: 'CAPSCOPE_TOKEN, else none is asked for',
      },
      { name: 'from', takes: 'CIDR', text: 'take connections from these networks alone, with commas', preset: 'all' },
      { name: 'idle', takes: 'TIME', text: 'ends senders that are silent for so long (10m)', preset: 'never' },
      ...keepBytes('all'),
      ...STANDING,
    ],
    examples: ['capscope listen 57012', 'capscope listen 0.0.0.0:57012 --tls --token-file token.txt --from 10.0.0.0/8'],
  },
  {
    name: 'watch',
    usage: ['watch FOLDER [--only-new] [--no-subfolders] [--dataset NAME]'],
    about: 'import captures that appear in a folder, where they are, when they are whole, each once',
    options: [
      { name: 'only-new', text: 'leave out what is there already' },
      { name: 'no-subfolders', text: 'only the folder itself' },
      ...STANDING,
    ],
    examples: ['capscope watch /var/captures', 'capscope watch ./ring --only-new --dataset ring --open'],
  },
  {
    name: 'jobs',
    usage: ['jobs [list|pause|resume|retry|cancel|finish|forget ID …] [--json]'],
    about: 'imports, watches and streams: how far they are, and what is to become of them',
    more: 'Without a server, list tells what is kept on disk; the other actions need one.',
    options: [{ name: 'json', text: 'as the API tells them' }, DATA_DIR],
    examples: ['capscope jobs', 'capscope jobs pause abcdefgh'],
  },
  {
    name: 'flows',
    usage: ['flows FILE|- … [--filter EXPR] [--format table|jsonl|csv|parquet] [--output FILE]'],
    about: 'decode straight to flows: no server, nothing kept',
    more: 'In CSV a text that begins with = + - or @ stands behind an apostrophe, so that no spreadsheet runs it.',
    options: [
      { name: 'filter', short: 'f', takes: 'EXPR', text: 'only flows that match', preset: 'all' },
      format('table|jsonl|csv|parquet'),
      { name: 'output', short: 'o', takes: 'FILE', text: 'write there; parquet needs it', preset: 'standard output' },
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
    about: 'what is set and noted for a dataset, shown and changed: your own networks, tags and notes',
    options: [
      {
        name: 'networks',
        takes: 'FILE',
        text: 'your own networks, a line each: block,name,country,latitude,longitude; - is standard input',
      },
      {
        name: 'tag',
        takes: 'TAG',
        text: 'put on the dataset, or on what --filter or --host says; several times for several',
      },
      { name: 'untag', takes: 'TAG', text: 'taken off it' },
      { name: 'note', takes: 'TEXT', text: "its note; '' takes it away" },
      { name: 'filter', takes: 'EXPR', text: 'tags and notes are put on the flows that match' },
      { name: 'host', takes: 'IP', text: 'they are put on a host; several times for several' },
      { ...format('table|json|csv'), text: 'how it is printed; csv: the networks alone' },
      ...DECODE,
      DATA_DIR,
    ],
    examples: [
      'capscope dataset monday --networks sites.csv',
      "capscope dataset monday --tag odd --filter 'dst.port == 4444'",
    ],
  },
];

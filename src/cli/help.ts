/** What --help prints. */
export const HELP = `Capscope shows what is in packet captures.

  capscope [serve] [--port 9877] [--host 127.0.0.1] [--data-dir DIR]
      the server; open http://127.0.0.1:9877 in a browser
  capscope open FILE|URL|- … [--dataset NAME]
      import, then open the browser there
  capscope import FILE|URL|- … [--dataset NAME] [--data-dir DIR]
      import with a progress bar, print a summary
  capscope azure list|import|watch URL|--from FILE …
      what lies in a storage of Azure, by a SAS, a connection string or a sign-in
  capscope azure capture list|start|status|stop|delete …
      capture sessions of Network Watcher; capscope azure --help tells more
  capscope live -i IFACE [CAPTURE FILTER] [--keep 10GB] [--keep-time 24h] [--dataset NAME]
      capture on an interface with dumpcap or tcpdump and show it while it goes on; Ctrl-C ends
      it. --list shows the interfaces; -s BYTES cuts packets, --no-promiscuous is what it says
  capscope listen [HOST:]PORT [--tls|--cert FILE --key FILE] [--token-file FILE] [--from CIDR]
      take what senders of PCAP-over-IP bring (127.0.0.1 unless HOST says otherwise);
      --idle 10m ends silent ones, --keep 10GB and --keep-time 24h delete older packets
  capscope watch FOLDER [--only-new] [--no-subfolders] [--dataset NAME]
      import captures that appear in a folder, where they are, when they are whole, each once
      (live, listen and watch also open the browser with --open)
  capscope jobs [list|pause|resume|retry|cancel|finish|forget ID …] [--json]
      imports, watches and streams of the server: how far they are, and what is to become of them
  capscope flows FILE|- … [--filter EXPR] [--format table|jsonl|csv|parquet] [--output FILE]
      decode straight to flows: no server, nothing kept; in CSV a text that begins
      with = + - or @ stands behind an apostrophe, so that no spreadsheet runs it
  capscope summary FILE|- … [--format table|json]
      what the capture holds and how good it is
  capscope dataset NAME [--networks FILE|-] [--tag TAG] [--untag TAG] [--note TEXT]
                        [--filter EXPR | --host IP] [--tunnels …] [--format table|json|csv]
      what is set and noted for a dataset, shown and changed: your own networks (a line
      each: block,name,country,latitude,longitude), tags and notes on it, on the flows
      that a filter finds, or on hosts; --format csv prints the networks

Several files are one stream in time, and so is a dataset, in whatever order its files come.
tcp://HOST:PORT in place of a URL is a stream of PCAP-over-IP; Ctrl-C ends it and keeps what came.
"-" is standard input; a folder stands for all captures in it.
  --tunnels outer   flows of tunnelled packets are the tunnel's; preset: inner, those of the packets inside
  --key-by vlan,vni keep networks apart whose addresses overlap
  --duplicates drop leave packets out of flows that were captured twice; preset: keep
                    (a dataset keeps to these three as it was made with them)
  --again           import captures that the dataset has already once more
  --no-keep         keep no copy of what comes from standard input (import): flows as always, but
                    packets can't be read back; a stream of any length needs no room on disk
  --no-browser      open no browser (open and serve)
  --urls FILE       addresses to import, a line each; - is standard input. What stands on a
                    command line can be read by other users of the machine
  --allow-capture   lets the page capture on the interfaces of the server's machine (serve, open)
  --allow-net CIDR  private networks that may be fetched from all the same, with commas
  --services FILE   more services, for flows and summary; import and serve read services.txt
                    in the data directory. A line each: name; category; domains, networks, AS numbers
  -h, --help        this text
  -v, --version     the version

Filters: app == tls and dst.country in {NL DE} and bytes > 1MB and not ip == 10.0.0.0/8
Exit status: 0 done · 1 the input can not be read · 2 wrong usage · 70 a bug of ours
`;

/** What azure --help prints. */
export const AZURE_HELP = `Captures and flow logs in Azure.

  capscope azure list   URL|--from FILE [--container NAME] [--prefix P] [--format table|json]
  capscope azure import URL|--from FILE [--container NAME] [--prefix P] [--dataset NAME]
  capscope azure watch  URL|--from FILE [--container NAME] [--prefix P] [--dataset NAME]
                        [--every SECONDS] [--only-new]
      what lies in a storage: a link with a SAS to an account, a container or a folder, or a
      connection string in a file (- is standard input), or a link without a SAS and a sign-in;
      watch imports what appears, once it is complete, until Ctrl-C

  capscope azure capture list|status|stop|delete [NAME] --subscription ID --location REGION
  capscope azure capture start NAME --subscription ID --location REGION --target ID
                        --storage ID [--dataset NAME] [--no-wait]
      capture sessions of Network Watcher; start waits for the session's end and imports what it
      captured. IDs are resource IDs, as the portal shows them under Properties
  --watcher NAME --group NAME  where it is not NetworkWatcher_REGION in NetworkWatcherRG
  --instance NAME              of a scale set; several times for several
  --filter F                   protocol=tcp,local-ip=10.0.0.4,remote-port=80;443; several times for several
  --bytes-per-packet N         0, the preset, is whole packets; less than 54 leaves out ports
  --bytes-per-session N --seconds N   1 GiB and 18000 (five hours) are Azure's presets
  --continuous [--files N] [--bytes-per-file N]   a ring of files
  --storage-path URL --local-path PATH   another blob; a file on the machine

Signing in (import, list and watch: --sign-in or one of these): as this machine is (az login, environment,
managed identity), or
  --code [--tenant T]          by a code, which is typed in a browser
  --tenant T --client-id ID [--secret-from FILE]   as an application; its secret from a file, from
                               AZURE_CLIENT_SECRET, or typed
  --cloud public|china|usgovernment
CAPSCOPE_AZURE_CLOUD, CAPSCOPE_AZURE_AUTHORITY and CAPSCOPE_AZURE_RESOURCE_MANAGER set the cloud and its
addresses for server and commands. CAPSCOPE_SECRET_KEY keeps links of watched storages, encrypted, over a restart.
`;

# What happens in the sample, by the second. Sourced by record-sample.sh.

at() { # second, command…: runs it in the background at that second of the recording
  local second=$1; shift
  ( sleep "$second"; "$@" ) 2>> "$WORK/play.log" > /dev/null &
  JOBS="$JOBS $!"
}
every() { # from, to, step, command…
  local from=$1 to=$2 step=$3 t; shift 3
  for t in $(seq "$from" "$step" "$to"); do at "$t" "$@"; done
}

FIREFOX='Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'
SAFARI='Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15'

web() { # namespace, arguments of curl…
  local ns=$1; shift
  in_ns "$ns" curl -s -o /dev/null --cacert "$WORK/tls/ca.pem" --max-time 40 -A "$FIREFOX" "$@"
}
visit() { # namespace, site: a page and its pictures over one or a few connections
  local ns=$1 site=$2 urls="" n
  for n in $(seq 1 $((3 + RANDOM % 6))); do urls="$urls https://$site/img/$n.jpg"; done
  web "$ns" "https://$site/"
  in_ns "$ns" curl -s -Z --parallel-max 3 --cacert "$WORK/tls/ca.pem" --max-time 40 -A "$FIREFOX" --remote-name-all \
    --output-dir "$WORK/downloads/$ns" $urls
}
outsider() { # address, arguments of curl…: a visitor of web1 from the Internet
  local from=$1; shift
  in_ns internet curl -s -o /dev/null --interface "$from" --cacert "$WORK/tls/ca.pem" --max-time 30 -A "$SAFARI" \
    --resolve web1.office.example:443:10.0.0.4 --resolve web1.office.example:80:10.0.0.4 "$@"
}
video() { # one segment every few seconds on one connection each
  local n
  for n in 1 2 3 4 5 6 7; do web pc2 "https://video.example.br/seg/$n.ts"; sleep 3; done
}
ssh_to() { # namespace, address, command…
  local ns=$1 to=$2; shift 2
  in_ns "$ns" ssh -i "$WORK/user_key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes "root@$to" "$@"
}
guess_passwords() {
  local n
  for n in 1 2 3 4 5 6 7 8 9 10; do
    in_ns internet sshpass -p "guess$n" ssh -b 41.89.20.10 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
      -o PubkeyAuthentication=no -o NumberOfPasswordPrompts=1 "admin$n@10.0.0.4" true
    sleep 1
  done
}
send_mail() { # namespace, TLS or nothing, size
  local ns=$1; shift
  head -c 9000 /dev/urandom | base64 > "$WORK/letter"
  in_ns "$ns" swaks --server mail.example.nl --helo "$ns.office.example" --from anna@office.example --to demo@example.nl --h-Subject 'Minutes of the meeting' \
    --body "@$WORK/letter" "$@"
}
imap() { # namespace, url scheme
  in_ns "$1" curl -s -o /dev/null --cacert "$WORK/tls/ca.pem" -u demo:demo "$2://mail.example.nl/INBOX;MAILINDEX=[1-3]"
}
sql() {
  in_ns "$1" psql -h 10.0.0.5 -U postgres -c 'create table if not exists orders(id serial, total int)' \
    -c 'insert into orders(total) select generate_series(1,200)' -c 'select * from orders'
}
mysql_query() {
  in_ns "$1" mysql -h 10.0.0.5 -u demo -pdemo --skip-ssl -e 'create table if not exists shop.stock(id int, name text);
    insert into shop.stock values (1,"lamp"),(2,"chair"); select * from shop.stock; show variables'
}
redis_session() {
  in_ns web1 redis-cli -h 10.0.0.5 SET "session:$RANDOM" "$(head -c 600 /dev/urandom | base64 -w0)" EX 3600
  in_ns web1 redis-cli -h 10.0.0.5 -r 12 -i 1 INCR hits
}
sensors() { # a telegram of the sensor every four seconds on a connection that stays
  ( for n in $(seq 1 50); do echo "{\"temperature\":$((18 + RANDOM % 5)),\"n\":$n}"; sleep 4; done ) |
    in_ns pc3 mosquitto_pub -h iot.example.sg -i sensor-7 -t office/room7/climate -q 1 -l
}
log_line() { in_ns "$1" logger --server 10.0.0.5 --port 514 --udp --rfc5424 -t "$2" "$3"; }
browser() {
  local spki
  spki=$(openssl x509 -in "$WORK/tls/static.example.sg.pem" -pubkey -noout | openssl pkey -pubin -outform der |
    openssl dgst -sha256 -binary | base64)
  in_ns pc1 timeout 25 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$WORK/chromium" --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --disable-domain-reliability \
    --disable-default-apps --disable-extensions --no-default-browser-check --disable-features=OptimizationHints,MediaRouter \
    --host-resolver-rules='MAP *.google.com ~NOTFOUND, MAP *.googleapis.com ~NOTFOUND' --disable-client-side-phishing-detection --disable-breakpad --metrics-recording-only \
    --ignore-certificate-errors-spki-list="$spki" --origin-to-force-quic-on=static.example.sg:443 \
    --timeout=12000 --dump-dom "https://static.example.sg/"
}
vpn() {
  in_ns pc2 timeout 40 openvpn --dev ovpn --dev-type tun --proto udp --remote news.example.za --nobind --tls-client --ca "$WORK/tls/ca.pem" \
    --cert "$WORK/tls/web1.office.example.pem" --key "$WORK/tls/web1.office.example.key" \
    --cipher AES-256-GCM --ping 3 --ifconfig 10.9.0.2 10.9.0.1
}
wireguard() { # a tunnel between pc1 and maps.example.fr, in user space
  local a b
  a=$(wg genkey) b=$(wg genkey)
  in_ns internet env WG_PROCESS_FOREGROUND=1 wireguard-go -f wgb & in_ns pc1 env WG_PROCESS_FOREGROUND=1 wireguard-go -f wga &
  sleep 2
  in_ns internet wg set wgb listen-port 51820 private-key <(echo "$b") peer "$(echo "$a" | wg pubkey)" allowed-ips 10.8.0.2/32
  in_ns pc1 wg set wga private-key <(echo "$a") peer "$(echo "$b" | wg pubkey)" endpoint 193.54.20.10:51820 allowed-ips 10.8.0.1/32
  ip -n "$PREFIX-internet" addr add 10.8.0.1/30 dev wgb; ip -n "$PREFIX-internet" link set wgb up mtu 1380
  ip -n "$PREFIX-pc1" addr add 10.8.0.2/30 dev wga; ip -n "$PREFIX-pc1" link set wga up mtu 1380
  in_ns pc1 ping -c 12 -i 1 -s 300 10.8.0.1
}

play() {
  JOBS=""
  RANDOM=42
  mkdir -p "$WORK/downloads/pc1" "$WORK/downloads/pc2" "$WORK/downloads/pc3"
  # the morning starts: addresses, time, names
  at 1 in_ns pc2 busybox udhcpc -i eth0 -n -q -f -t 2 -s /bin/true -x hostname:pc2
  every 2 230 32 in_ns pc1 chronyd -Q -t 8 -f /dev/null 'server time.example.nl iburst maxsamples 2'
  every 5 230 64 in_ns pc3 chronyd -Q -t 8 -f /dev/null 'server time.example.nl iburst maxsamples 1'
  every 3 235 17 in_ns pc1 dig +tries=1 example.nl MX
  every 9 235 41 in_ns pc2 dig +tries=1 example.nl TXT
  at 14 in_ns pc2 dig +tries=1 nothing.example.nl A
  at 44 in_ns pc1 dig +tcp example.nl SOA
  at 75 in_ns pc1 dig +tries=1 -x 145.97.20.25
  at 4 in_ns pc1 nmap -sn -n --script broadcast-dns-service-discovery,broadcast-upnp-info,llmnr-resolve \
    --script-args llmnr-resolve.hostname=files 10.0.0.11
  # web, with a rush about 1:30
  for t in 6 18 27 39 52 66 78 84 88 91 94 97 101 108 124 139 157 178 196 214 228; do
    set -- www.shop.example docs.example.de photos.example.jp maps.example.fr news.example.za support.example.in \
      www.shop.example docs.example.de api.weather.example
    shift $((RANDOM % 9)); at "$t" visit "pc$((1 + RANDOM % 2))" "$1"
  done
  every 8 236 12 web pc1 https://api.weather.example/api
  every 11 236 30 web pc3 -A 'thermostat/2.1' http://api.weather.example/api
  every 10 230 55 web pc2 https://support.example.in/docs/2.html
  every 21 230 47 web pc1 --http1.1 https://wiki.example.de/docs/3.html
  at 25 web pc2 http://shop.example/old -L
  at 33 web pc1 http://mirror.example.de/docs/5.html
  at 35 web pc1 http://mirror.example.de/missing.html
  at 48 web pc2 -X POST --data-binary "@$WORK/www/img/12.jpg" https://photos.example.jp/upload
  at 86 web pc1 -X POST --data-binary "@$WORK/www/img/9.jpg" https://photos.example.jp/upload
  at 58 browser
  at 62 video
  # visitors of the office's own site
  for t in 20 46 80 87 93 99 105 118 150 171 205; do
    set -- 128.112.20.10 41.89.20.10 132.204.20.10 14.139.5.35 133.11.20.10 129.78.5.108 130.239.18.110 146.230.20.10
    shift $((RANDOM % 8))
    at "$t" outsider "$1" https://web1.office.example/ https://web1.office.example/img/4.jpg https://web1.office.example/docs/1.html
    at "$((t + 1))" outsider "$1" http://web1.office.example/
  done
  # mail
  at 16 send_mail pc1 --tls
  at 102 send_mail pc2
  at 190 send_mail pc1 --tls
  every 24 230 90 imap pc1 imaps
  at 70 imap pc2 imap
  at 131 in_ns pc2 curl -s -o /dev/null -u demo:demo pop3://mail.example.nl/1
  # files
  at 42 in_ns pc1 curl -s -o /dev/null ftp://ftp.example.se/package.tar.gz
  at 56 in_ns pc1 lftp -e 'set ftp:passive-mode false; get -O /dev readme.txt -o null; bye' ftp.example.se
  at 72 in_ns pc2 git clone -q git://git.example.uk/project.git "$WORK/downloads/project"
  at 112 in_ns pc1 rsync -a rsync://mirror.example.de/data/ "$WORK/downloads/data"
  at 142 in_ns pc1 scp -q -i "$WORK/user_key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "$WORK/backup.img" \
    root@backup.example.au:"$WORK/downloads/backup.img"
  at 30 in_ns pc2 smbclient -N //10.0.0.6/share -c "get \"Quarterly report.docx\" $WORK/downloads/report.docx; ls"
  at 128 in_ns pc1 smbclient -N //10.0.0.6/share -c "put $WORK/ftp/readme.txt readme.txt; ls"
  at 29 in_ns pc2 nmblookup -U 10.0.0.6 FILES
  at 115 in_ns pc1 sh -c "cd $WORK/downloads && echo 'get switch.cfg' | tftp 10.0.0.6"
  # databases and the office's own services
  at 37 sql pc1
  at 121 sql pc2
  at 60 mysql_query pc2
  at 163 mysql_query pc1
  every 12 220 70 redis_session
  at 68 in_ns pc2 ldapsearch -x -H ldap://10.0.0.5 -D 'cn=admin,dc=office,dc=example' -w demo -b 'dc=office,dc=example'
  every 7 237 15 log_line web1 nginx 'GET / 200'
  every 13 237 40 log_line pc3 thermostat 'climate sent'
  every 15 236 30 in_ns pc1 snmpwalk -v2c -c public 10.0.0.1 1.3.6.1.2.1.1
  at 137 in_ns pc2 sh -c 'printf "set a 0 60 5\r\nhello\r\nget a\r\nquit\r\n" | socat -t2 - TCP:10.0.0.5:11211'
  at 5 sensors
  at 6 in_ns pc1 timeout 225 mosquitto_sub -h iot.example.sg -p 8883 --cafile "$WORK/tls/ca.pem" -i board -t 'office/#' -k 30
  # far ends: shells, tunnels, calls
  at 50 ssh_to pc1 git.example.uk 'for n in 1 2 3 4 5 6 7 8; do ls -l /usr/bin | head -40; sleep 5; done'
  at 153 ssh_to pc3 backup.example.au 'uptime; sleep 10; ls -l /etc'
  at 76 wireguard
  at 132 vpn
  at 109 in_ns pc2 turnutils_stunclient 193.54.20.10
  at 184 in_ns pc2 iperf3 -c db.example.ca -u -b 200K -t 6 -l 900
  at 208 in_ns pc1 iperf3 -c db.example.ca -n 260K
  # what an engineer looks for: scans, guesses, silence and refusals
  at 63 in_ns internet nmap -n -Pn -S 200.16.98.110 -e south -sS -p 1-300,1433,3306,3389,5432,5900,6379,8080,8443,9200 --max-rate 60 10.0.0.4
  at 145 guess_passwords
  at 174 in_ns internet nmap -n -Pn -S 200.16.98.110 -e south -sU -p 53,123,161,500,1900,5353 --max-retries 1 10.0.0.4
  every 34 220 62 in_ns pc2 curl -s --max-time 12 http://10.0.0.77/
  every 40 220 80 web pc1 --max-time 15 http://145.97.99.9/
  every 45 220 60 web pc2 https://docs.example.de:8443/
  at 134 sh -c "(sleep 1; printf 'admin\r\n'; sleep 1; printf 'letmein\r\n'; sleep 1) | timeout 8 ip netns exec $PREFIX-internet socat -t5 - TCP:10.0.0.4:23,bind=41.89.20.10"
  every 17 230 70 in_ns pc1 ping -c 4 -i 0.5 docs.example.de
  every 22 230 90 in_ns pc2 ping -6 -c 3 photos.example.jp
  at 90 in_ns pc1 ping -c 5 145.97.99.9
  at 36 in_ns pc2 traceroute -n -q 2 -m 6 photos.example.jp
  at 165 in_ns pc1 traceroute -T -n -q 2 -m 6 -p 443 www.shop.example
  sleep "${SECONDS_OF_PLAY:-240}"
  for pid in $JOBS; do kill "$pid" 2>/dev/null; done
}

# Namespaces of the sample and how they are joined. Sourced by record-sample.sh.
#
#   pc1 pc2 pc3(VLAN 20) web1 ─ wan.py ═trunk (captured)═ wan.py ─ db1 files
#                                                            └─ isp ─ core ─ internet (all public addresses)

PREFIX=cssample
NAMESPACES="pc1 pc2 pc3 web1 db1 files switch isp core internet"

# address, name, further names: what the DNS server answers and the internet namespace owns
HOSTS="
145.97.20.53    resolver.example.nl
145.97.20.25    mail.example.nl smtp.example.nl imap.example.nl
145.97.20.123   time.example.nl
128.112.20.10   www.shop.example shop.example
128.112.20.11   cdn.shop.example img.shop.example
18.9.20.20      api.weather.example
141.76.40.20    docs.example.de wiki.example.de
141.76.40.21    mirror.example.de
131.111.8.142   git.example.uk
133.11.20.10    photos.example.jp
143.107.20.10   video.example.br
14.139.5.35     support.example.in
129.78.5.108    backup.example.au
137.132.84.150  iot.example.sg static.example.sg
146.230.20.10   news.example.za
193.54.20.10    maps.example.fr
130.239.18.110  ftp.example.se
132.204.20.10   db.example.ca
200.16.98.110   scanner.example.ar
41.89.20.10     bot.example.ke
2607:f140:20::10     www.shop.example
2001:638:902:20::20  docs.example.de
2001:200:0:8803::110 photos.example.jp
"
LOCAL_HOSTS="
10.0.0.4   web1.office.example
10.0.0.5   db1.office.example
10.0.0.6   files.office.example
10.0.0.1   gateway.office.example
"
V6NET=2001:610:1908:a

in_ns() { local ns=$1; shift; ip netns exec "$PREFIX-$ns" "$@"; }

wire() { # name of one end, its namespace, other end, its namespace
  ip -n "$PREFIX-$2" link add "$1" type veth peer name "$3" netns "$PREFIX-$4"
  for end in "$1 $2" "$3 $4"; do
    set -- $end
    # no offloads: the capture shall hold the packets of the wire, with their checksums
    in_ns "$2" ethtool -K "$1" rx off tx off tso off gso off gro off >/dev/null 2>&1
    ip -n "$PREFIX-$2" link set "$1" up
  done
}

station() { # namespace, port, last byte of the MAC, address, gateway
  wire eth0 "$1" "$2" switch
  ip -n "$PREFIX-$1" link set eth0 address "02:00:5e:10:00:$3"
  ip -n "$PREFIX-$1" addr add "$4" dev eth0
  ip -n "$PREFIX-$1" route add default via "$5"
}

make_network() {
  for ns in $NAMESPACES; do
    ip netns add "$PREFIX-$ns"
    ip -n "$PREFIX-$ns" link set lo up
    in_ns "$ns" sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 \
      net.ipv6.conf.default.accept_ra=0 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
      net.ipv4.ping_group_range='0 2147483647'
    mkdir -p "/etc/netns/$PREFIX-$ns"
    printf 'nameserver 145.97.20.53\noptions timeout:2\n' > "/etc/netns/$PREFIX-$ns/resolv.conf"
    printf '127.0.0.1 localhost\n' > "/etc/netns/$PREFIX-$ns/hosts"
  done
  in_ns switch sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
  station pc1 pc1p 11 10.0.0.11/24 10.0.0.1
  station pc2 pc2p 12 10.0.0.12/24 10.0.0.1
  station pc3 pc3p 13 10.0.20.13/24 10.0.20.1
  station web1 web1p 04 10.0.0.4/24 10.0.0.1
  station db1 db1p 05 10.0.0.5/24 10.0.0.1
  station files filesp 06 10.0.0.6/24 10.0.0.1
  wire trunk-a switch trunk-b switch
  wire isp switch lan isp
  wire north isp south core
  wire north core south internet

  ip -n "$PREFIX-isp" link set lan address 02:00:5e:10:00:01
  ip -n "$PREFIX-isp" addr add 10.0.0.1/24 dev lan
  ip -n "$PREFIX-isp" addr add 10.0.20.1/24 dev lan
  ip -n "$PREFIX-isp" addr add "$V6NET::1/64" dev lan
  ip -n "$PREFIX-isp" addr add 145.97.1.1/30 dev north
  ip -n "$PREFIX-isp" addr add 2001:610:1908:1::1/64 dev north
  ip -n "$PREFIX-core" addr add 145.97.1.2/30 dev south
  ip -n "$PREFIX-core" addr add 2001:610:1908:1::2/64 dev south
  ip -n "$PREFIX-core" addr add 193.54.1.1/30 dev north
  ip -n "$PREFIX-core" addr add 2001:610:1908:2::1/64 dev north
  ip -n "$PREFIX-internet" addr add 193.54.1.2/30 dev south
  ip -n "$PREFIX-internet" addr add 2001:610:1908:2::2/64 dev south
  for ns in isp core; do in_ns "$ns" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1; done
  ip -n "$PREFIX-isp" route add default via 145.97.1.2
  ip -n "$PREFIX-isp" -6 route add default via 2001:610:1908:1::2
  ip -n "$PREFIX-core" route add 10.0.0.0/16 via 145.97.1.1
  ip -n "$PREFIX-core" -6 route add "$V6NET::/64" via 2001:610:1908:1::1
  ip -n "$PREFIX-core" route add default via 193.54.1.2
  ip -n "$PREFIX-core" -6 route add default via 2001:610:1908:2::2
  ip -n "$PREFIX-internet" route add default via 193.54.1.1
  ip -n "$PREFIX-internet" -6 route add default via 2001:610:1908:2::1
  for n in 1 2; do
    ip -n "$PREFIX-pc$n" addr add "$V6NET::1$n/64" dev eth0
    ip -n "$PREFIX-pc$n" -6 route add default via "$V6NET::1"
  done
  echo "$HOSTS" | while read -r address _; do
    [ -n "$address" ] && ip -n "$PREFIX-internet" addr add "$address" dev lo
  done
  in_ns switch python3 "$HERE/wan.py" & 
  sleep 1
}

remove_network() {
  for ns in $NAMESPACES; do
    for pid in $(ip netns pids "$PREFIX-$ns" 2>/dev/null); do kill "$pid" 2>/dev/null; done
  done
  sleep 1
  for ns in $NAMESPACES; do
    for pid in $(ip netns pids "$PREFIX-$ns" 2>/dev/null); do kill -9 "$pid" 2>/dev/null; done
    ip netns del "$PREFIX-$ns" 2>/dev/null
    rm -rf "/etc/netns/$PREFIX-$ns"
  done
}

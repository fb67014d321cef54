#!/bin/bash
# Records sample/sample.pcapng: real programs talk across network namespaces of this machine for four minutes, under
# public addresses of many countries and names under .example. Nothing leaves the machine. sample/README.md says more.
#
#   sudo scripts/record-sample.sh [OUT]        default: sample/sample.pcapng
#
# Needs Debian 12's: iproute2 ethtool python3 openssl nginx-light dnsmasq-base openssh-server python3-aiosmtpd dovecot-imapd
# dovecot-pop3d vsftpd lftp chrony redis-server memcached postgresql mariadb-server slapd ldap-utils samba smbclient tftpd-hpa
# tftp-hpa rsync git mosquitto mosquitto-clients snmpd snmp swaks sshpass socat nmap traceroute iperf3 coturn openvpn
# wireguard-tools wireguard-go caddy chromium curl bind9-dnsutils busybox wireshark-common
set -u
HERE=$(cd "$(dirname "$0")/../sample/record" && pwd)
OUT=$(realpath -m "${1:-$HERE/../sample.pcapng}")
[ "$(id -u)" = 0 ] || { echo "record-sample: network namespaces need root" >&2; exit 1; }
# a host name of its own: programs tell theirs
[ -n "${OWN_NAME:-}" ] || exec env OWN_NAME=1 unshare --uts "$0" "$@"
hostname office
WORK=$(mktemp -d /var/tmp/sample.XXXXXX)
chmod 755 "$WORK"
. "$HERE/network.sh"
. "$HERE/servers.sh"
. "$HERE/traffic.sh"
finish() { remove_network; rm -rf "$WORK"; }
trap finish EXIT

echo "preparing in $WORK"
make_certificates
make_content
make_caddy
make_network
start_dns
start_nginx internet $(echo $SITES | tr ' ' '\n' | grep -v -e web1 -e static -e iot)
start_nginx web1 web1.office.example
start_ssh
start_mail
start_files
start_data
start_far_services
sleep 6
in_ns db1 mysql --socket="$WORK/my/s" -u root -e "create database shop; create user demo identified by 'demo'; grant all on shop.* to demo"
printf 'dn: dc=office,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Office\ndc: office\n' |
  in_ns db1 ldapadd -x -H ldap://10.0.0.5 -D 'cn=admin,dc=office,dc=example' -w demo > /dev/null

echo "recording"
in_ns switch dumpcap -q -i trunk-b -w "$WORK/raw.pcapng" 2> "$WORK/dumpcap.log" &
sleep 2
play
sleep 2
kill -INT $(ip netns pids "$PREFIX-switch" | while read -r pid; do grep -qx dumpcap "/proc/$pid/comm" 2>/dev/null && echo "$pid"; done)
sleep 2
python3 "$HERE/label.py" "$WORK/raw.pcapng" "$OUT"
[ -n "${KEEP:-}" ] && cp -r "$WORK" "$KEEP"
ls -l "$OUT"

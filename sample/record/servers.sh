# Servers of the sample: Debian's own programs with small configurations under $WORK. Sourced by record-sample.sh.

SITES="www.shop.example shop.example cdn.shop.example img.shop.example api.weather.example docs.example.de wiki.example.de
mirror.example.de photos.example.jp video.example.br support.example.in news.example.za maps.example.fr mail.example.nl
iot.example.sg static.example.sg web1.office.example"

make_certificates() {
  mkdir -p "$WORK/tls"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/O=Example Trust/CN=Example Root CA" \
    -keyout "$WORK/tls/ca.key" -out "$WORK/tls/ca.pem" 2>/dev/null
  for site in $SITES; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$site" -keyout "$WORK/tls/$site.key" \
      -out "$WORK/tls/$site.csr" 2>/dev/null
    printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$site" > "$WORK/tls/$site.ext"
    openssl x509 -req -in "$WORK/tls/$site.csr" -CA "$WORK/tls/ca.pem" -CAkey "$WORK/tls/ca.key" -CAcreateserial -days 800 \
      -extfile "$WORK/tls/$site.ext" -out "$WORK/tls/$site.pem" 2>/dev/null
    cat "$WORK/tls/ca.pem" >> "$WORK/tls/$site.pem"
  done
  chmod -R a+rX "$WORK/tls"
  chmod a+r "$WORK"/tls/*.key
}

make_content() {
  local root="$WORK/www"
  mkdir -p "$root/img" "$root/seg" "$root/docs" "$WORK/ftp" "$WORK/rsync"
  for n in $(seq 1 12); do head -c $((3000 + n * 1300)) /dev/urandom > "$root/img/$n.jpg"; done
  for n in $(seq 1 8); do head -c 64000 /dev/urandom > "$root/seg/$n.ts"; done
  for n in $(seq 1 6); do
    { echo "<!doctype html><title>Page $n</title>"; head -c $((4000 * n)) /dev/urandom | base64; } > "$root/docs/$n.html"
  done
  { echo '<!doctype html><title>Welcome</title>'; for n in $(seq 1 12); do echo "<img src=/img/$n.jpg>"; done; } > "$root/index.html"
  echo '{"city":"Delft","temperature":11.5,"wind":{"speed":6,"from":"SW"}}' > "$root/weather.json"
  head -c 190000 /dev/urandom > "$WORK/ftp/package.tar.gz"
  head -c 40000 /dev/urandom > "$WORK/ftp/readme.txt"
  for n in 1 2 3 4; do head -c 30000 /dev/urandom > "$WORK/rsync/part$n.bin"; done
  head -c 170000 /dev/urandom > "$WORK/backup.img"
  chmod -R a+rX "$WORK"
}

addresses_of() { # name: its addresses, IPv6 in brackets
  { echo "$HOSTS"; echo "$LOCAL_HOSTS"; } | awk -v name="$1" \
    '{ for (i = 2; i <= NF; i++) if ($i == name) print ($1 ~ /:/ ? "[" $1 "]" : $1) }'
}

nginx_site() { # name, versions of TLS, http2 or nothing
  cat <<SITE
  server {
    $(addresses_of "$1" | sed "s/.*/listen &:443 ssl $3;/") server_name $1; root $WORK/www;
    ssl_certificate $WORK/tls/$1.pem; ssl_certificate_key $WORK/tls/$1.key; ssl_protocols $2;
    location /api { default_type application/json; alias $WORK/www/weather.json; }
    location = /old { return 301 https://\$host/; }
    location /upload { client_max_body_size 1m; return 204; }
  }
SITE
}

start_nginx() { # namespace, names
  local ns=$1; shift
  {
    echo "user www-data; worker_processes 1; pid $WORK/nginx-$ns.pid; error_log $WORK/nginx-$ns.log;"
    echo "events {} http { include /etc/nginx/mime.types; access_log off; ssl_session_timeout 5m; server_names_hash_bucket_size 128;"
    for temp in client_body proxy fastcgi uwsgi scgi; do echo "${temp}_temp_path $WORK/tmp-$ns-$temp;"; done
    echo "server { $(for site in "$@"; do addresses_of "$site"; done | sort -u | sed 's/.*/listen &:80 default_server;/' | tr '\n' ' ') root $WORK/www; location = /old { return 301 https://\$host/; } location /api { default_type application/json; alias $WORK/www/weather.json; } }"
    for site in "$@"; do
      case $site in
        support* | news* | mirror*) nginx_site "$site" TLSv1.2 "" ;;
        *) nginx_site "$site" "TLSv1.2 TLSv1.3" http2 ;;
      esac
    done
    echo "}"
  } > "$WORK/nginx-$ns.conf"
  in_ns "$ns" nginx -c "$WORK/nginx-$ns.conf" -e "$WORK/nginx-$ns.log"
}

start_dns() {
  { echo "$HOSTS"; echo "$LOCAL_HOSTS"; } | sed '/^$/d' > "$WORK/names"
  in_ns internet dnsmasq --no-resolv --no-hosts --addn-hosts="$WORK/names" --listen-address=145.97.20.53 --bind-interfaces \
    --pid-file="$WORK/dns.pid" --mx-host=example.nl,mail.example.nl,10 --txt-record=example.nl,"v=spf1 mx -all" \
    --auth-ttl=300 --local-ttl=120 --local=/example/ --local=/example.nl/ --user=root --log-facility="$WORK/dns.log" \
    --srv-host=_imaps._tcp.example.nl,mail.example.nl,993 --address=/blocked.example/# --local=//
  in_ns isp dnsmasq --port=0 --interface=lan --bind-interfaces --dhcp-range=10.0.0.100,10.0.0.150,1h --user=root \
    --dhcp-leasefile="$WORK/leases" --pid-file="$WORK/dhcp.pid" --log-facility="$WORK/dhcp.log" --no-ping
}

start_ssh() {
  ssh-keygen -q -t ed25519 -N '' -f "$WORK/host_key"
  ssh-keygen -q -t ed25519 -N '' -C demo@office.example -f "$WORK/user_key"
  install -d -m 700 "$WORK/ssh"
  cp "$WORK/user_key.pub" "$WORK/ssh/authorized_keys"
  mkdir -p /run/sshd
  cat > "$WORK/sshd.conf" <<CONF
HostKey $WORK/host_key
AuthorizedKeysFile $WORK/ssh/authorized_keys
PasswordAuthentication yes
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
MaxAuthTries 3
MaxStartups 100
Subsystem sftp internal-sftp
PidFile none
CONF
  for ns in internet web1; do in_ns "$ns" /usr/sbin/sshd -f "$WORK/sshd.conf" -E "$WORK/sshd-$ns.log"; done
}

start_mail() {
  in_ns internet /usr/bin/python3 "$HERE/mail.py" 145.97.20.25 "$WORK/tls/mail.example.nl.pem" "$WORK/tls/mail.example.nl.key" \
    > "$WORK/smtp.log" 2>&1 &
  mkdir -p "$WORK/dovecot"
  echo "demo:{PLAIN}demo:65534:65534::$WORK/mailbox" > "$WORK/users"
  mkdir -p "$WORK/mailbox/Maildir/cur" "$WORK/mailbox/Maildir/new" "$WORK/mailbox/Maildir/tmp"
  for n in 1 2 3; do
    { printf 'From: anna@example.nl\nTo: demo@example.nl\nSubject: Minutes %s\nDate: Mon, 02 Nov 2026 10:0%s:00 +0100\n\n' "$n" "$n"
      head -c $((n * 4000)) /dev/urandom | base64; } > "$WORK/mailbox/Maildir/new/160000000$n.M1P1.mail"
  done
  chown -R 65534:65534 "$WORK/mailbox"
  cat > "$WORK/dovecot.conf" <<CONF
base_dir = $WORK/dovecot
log_path = $WORK/dovecot.log
protocols = imap pop3
listen = 145.97.20.25
disable_plaintext_auth = no
ssl = yes
ssl_cert = <$WORK/tls/mail.example.nl.pem
ssl_key = <$WORK/tls/mail.example.nl.key
mail_location = maildir:~/Maildir
first_valid_uid = 1000
passdb {
  driver = passwd-file
  args = $WORK/users
}
userdb {
  driver = passwd-file
  args = $WORK/users
}
CONF
  in_ns internet dovecot -c "$WORK/dovecot.conf"
}

start_files() {
  cat > "$WORK/vsftpd.conf" <<CONF
listen=YES
listen_address=130.239.18.110
background=YES
anonymous_enable=YES
local_enable=NO
anon_root=$WORK/ftp
no_anon_password=YES
secure_chroot_dir=/var/run/vsftpd/empty
seccomp_sandbox=NO
pasv_min_port=40000
pasv_max_port=40050
connect_from_port_20=YES
ftpd_banner=Welcome to ftp.example.se
CONF
  mkdir -p /var/run/vsftpd/empty
  in_ns internet vsftpd "$WORK/vsftpd.conf"
  printf 'pid file = %s/rsyncd.pid\nuse chroot = no\n[data]\npath = %s/rsync\nread only = yes\n' "$WORK" "$WORK" > "$WORK/rsyncd.conf"
  in_ns internet rsync --daemon --address=141.76.40.21 --config="$WORK/rsyncd.conf"
  git init -q --bare "$WORK/git/project.git"
  git clone -q "$WORK/git/project.git" "$WORK/seed" 2>/dev/null
  for n in 1 2 3 4 5; do
    head -c 9000 /dev/urandom | base64 > "$WORK/seed/file$n.txt"
    git -C "$WORK/seed" add . && git -C "$WORK/seed" -c user.name=demo -c user.email=demo@example.uk commit -qm "Change $n"
  done
  git -C "$WORK/seed" push -q origin HEAD 2>/dev/null
  in_ns internet git daemon --listen=131.111.8.142 --base-path="$WORK/git" --export-all --reuseaddr --detach
  mkdir -p "$WORK/share" "$WORK/samba/private" "$WORK/tftp"
  chmod 777 "$WORK/share"
  head -c 70000 /dev/urandom > "$WORK/share/Quarterly report.docx"
  head -c 20000 /dev/urandom > "$WORK/tftp/switch.cfg"
  chmod -R a+rX "$WORK/tftp"
  cat > "$WORK/smb.conf" <<CONF
[global]
workgroup = OFFICE
netbios name = FILES
map to guest = Bad User
private dir = $WORK/samba/private
lock directory = $WORK/samba
state directory = $WORK/samba
cache directory = $WORK/samba
pid directory = $WORK/samba
ncalrpc dir = $WORK/samba/rpc
log file = $WORK/smb.log
load printers = no
[share]
path = $WORK/share
guest ok = yes
read only = no
CONF
  in_ns files smbd -D -s "$WORK/smb.conf"
  in_ns files nmbd -D -s "$WORK/smb.conf" 2>/dev/null
  in_ns files in.tftpd -l -s -a 10.0.0.6:69 "$WORK/tftp"
}

start_data() {
  in_ns db1 redis-server --bind 10.0.0.5 --daemonize yes --protected-mode no --dir "$WORK" --save '' >/dev/null
  in_ns db1 memcached -u nobody -l 10.0.0.5 -d
  install -d -o postgres "$WORK/pg"
  runuser -u postgres -- /usr/lib/postgresql/15/bin/initdb -D "$WORK/pg" -A trust >/dev/null
  echo 'host all all 0.0.0.0/0 trust' >> "$WORK/pg/pg_hba.conf"
  in_ns db1 runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_ctl -D "$WORK/pg" -l "$WORK/pg/log" -w \
    -o "-h 10.0.0.5 -k $WORK/pg" start >/dev/null
  install -d -o mysql "$WORK/my"
  mariadb-install-db --user=mysql --datadir="$WORK/my" --auth-root-authentication-method=normal >/dev/null 2>&1
  in_ns db1 mariadbd --user=mysql --datadir="$WORK/my" --bind-address=10.0.0.5 --socket="$WORK/my/s" --pid-file="$WORK/my/pid" \
    --skip-name-resolve > "$WORK/my.log" 2>&1 &
  cat > "$WORK/slapd.conf" <<CONF
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix "dc=office,dc=example"
rootdn "cn=admin,dc=office,dc=example"
rootpw demo
directory $WORK/ldap
pidfile $WORK/slapd.pid
CONF
  mkdir -p "$WORK/ldap"
  in_ns db1 slapd -f "$WORK/slapd.conf" -h ldap://10.0.0.5
  in_ns db1 socat -u UDP-RECV:514,bind=10.0.0.5 OPEN:"$WORK/syslog",creat,append &
  printf 'rocommunity public\nagentAddress udp:10.0.0.1:161\nsysLocation Delft\nsysDescr Office gateway\n' > "$WORK/snmpd.conf"
  in_ns isp snmpd -C -c "$WORK/snmpd.conf" -Lf "$WORK/snmpd.log" -p "$WORK/snmpd.pid"
}

start_far_services() {
  cat > "$WORK/mosquitto.conf" <<CONF
listener 1883 137.132.84.150
listener 8883 137.132.84.150
certfile $WORK/tls/iot.example.sg.pem
keyfile $WORK/tls/iot.example.sg.key
allow_anonymous true
user root
CONF
  in_ns internet mosquitto -d -c "$WORK/mosquitto.conf"
  printf 'local stratum 3\nallow\nbindaddress 145.97.20.123\ncmdport 0\npidfile %s/chrony.pid\n' "$WORK" > "$WORK/chrony.conf"
  in_ns internet chronyd -x -u root -f "$WORK/chrony.conf"
  in_ns internet turnserver -n --listening-ip=193.54.20.10 --no-auth --no-tls --no-dtls --no-cli --log-file=stdout \
    --pidfile="$WORK/turn.pid" > "$WORK/turn.log" 2>&1 &
  in_ns internet iperf3 -s -D -B 132.204.20.10
  in_ns internet caddy run --config "$WORK/caddy.json" > "$WORK/caddy.log" 2>&1 &
  printf '#!/bin/sh\nprintf "web1 login: "; read -r user; printf "Password: "; read -r word; echo "Login incorrect"\n' > "$WORK/login"
  chmod +x "$WORK/login"
  in_ns web1 socat TCP-LISTEN:23,reuseaddr,fork EXEC:"$WORK/login",pty,stderr &
  in_ns internet openvpn --dev ovpn --dev-type tun --proto udp --local 146.230.20.10 --ifconfig 10.9.0.1 10.9.0.2 --tls-server \
    --dh none --ca "$WORK/tls/ca.pem" --cert "$WORK/tls/news.example.za.pem" --key "$WORK/tls/news.example.za.key" \
    --cipher AES-256-GCM > "$WORK/openvpn.log" 2>&1 &
}

# HTTP/3 by Caddy; Chromium is told to use QUIC for it
make_caddy() {
  cat > "$WORK/caddy.json" <<CONF
{ "admin": { "disabled": true }, "storage": { "module": "file_system", "root": "$WORK/caddy" },
  "apps": { "http": { "servers": { "cdn": {
      "listen": ["137.132.84.150:443"], "automatic_https": { "disable": true },
      "tls_connection_policies": [{}],
      "routes": [{ "handle": [{ "handler": "file_server", "root": "$WORK/www" }] }] } } },
    "tls": { "certificates": { "load_files": [
      { "certificate": "$WORK/tls/static.example.sg.pem", "key": "$WORK/tls/static.example.sg.key" } ] } } } }
CONF
}

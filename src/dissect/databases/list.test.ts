/** Databases, caches and search: payloads that are theirs, and payloads that only look so. */
import { type Case, testList } from '../list-testing.ts';
import { aerospike } from './aerospike.ts';
import { arangodb } from './arangodb.ts';
import { bolt } from './bolt.ts';
import { cassandra } from './cassandra.ts';
import { cassandraInternode } from './cassandra-internode.ts';
import { clickhouse } from './clickhouse.ts';
import { couchbase } from './couchbase.ts';
import { firebird } from './firebird.ts';
import { foundationdb } from './foundationdb.ts';
import { graphite } from './graphite.ts';
import { hadoopRpc } from './hadoop-rpc.ts';
import { hazelcast } from './hazelcast.ts';
import { hbase } from './hbase.ts';
import { ignite } from './ignite.ts';
import { informix } from './informix.ts';
import { DATABASES } from './list.ts';
import { memcachedUdp } from './memcached-udp.ts';
import { monetdb } from './monetdb.ts';
import { opentsdb } from './opentsdb.ts';
import { redisCluster } from './redis-cluster.ts';
import { rethinkdb } from './rethinkdb.ts';
import { sapHana } from './sap-hana.ts';
import { serf } from './serf.ts';
import { ssrp } from './ssrp.ts';
import { statsd } from './statsd.ts';
import { tarantool } from './tarantool.ts';
import { tds } from './tds.ts';
import { zookeeper } from './zookeeper.ts';

const YES: readonly Case[] = [
  [
    cassandra,
    "a start in DataStax's version",
    '42 00 0000 01 00000016 0001 000b "CQL_VERSION" 0005 "3.0.0"',
    { recvPort: 40000 },
  ],
  [cassandra, 'an answer in it', 'c2 00 0000 02 00000000', { sendPort: 9042 }],
  [redisCluster, 'a ping between nodes', '"RCmb" 000008f0 0001 1b58 0000 0001'],
  [cassandraInternode, 'how nodes greet', 'ca552dfa 0c0a0c00'],
  [clickhouse, 'a client hello', '00 11 "ClickHouse client" 17 01 d6a903', { recvPort: 9000 }],
  [bolt, 'a handshake', '6060b017 00000404 00000304 00000004 00000003', { recvPort: 7687 }],
  [
    firebird,
    'a connect',
    '00000001 00000013 00000003 00000001 00000008 "/data/db" 00000001 00000010',
    { recvPort: 3050 },
  ],
  [informix, 'a connect', '"sqAYABPQAAsqlexec user -ppass 9.280  RDS#R000000 -ddb -fIEEEI"', { recvPort: 9088 }],
  [hazelcast, 'a client', '"CP2" 28000000', { recvPort: 5701 }],
  [aerospike, 'an info request', '02 01 000000000006 "build\\n"', { recvPort: 3000 }],
  [tarantool, 'a greeting', '"Tarantool 2.10.4 (Binary) 93b1ea31-5b0c-4d4e-97d9-a3e1f5e2b3a1\\n"', { sendPort: 3301 }],
  [rethinkdb, 'version 1.0', 'c3bdc234 7b22', { recvPort: 28015 }],
  [arangodb, 'the opening', '"VST/1.1\\r\\n\\r\\n"', { recvPort: 8529 }],
  [ignite, 'a handshake', '08000000 01 0100 0700 0000 02', { recvPort: 10800 }],
  [hbase, 'a preamble', '"HBas\\0" 50 00000010', { recvPort: 16020 }],
  [hadoopRpc, 'a connection header', '"hrpc" 09 00 00 0000001e', { recvPort: 8020 }],
  [sapHana, 'the initialization request', 'ffffffff 04200004 0100 0001 0101', { recvPort: 30015 }],
  [ssrp, 'an answer', '05 2c00 "ServerName;DB01;InstanceName;SQLEXPRESS;"', { sendPort: 1434, recvPort: 50000 }],
  [couchbase, 'a HELLO', '80 1f 0004 00 00 0000 00000006 00000001 00*8 "test" 0006', { recvPort: 11210 }],
  [
    zookeeper,
    'a connect request',
    '0000002d 00000000 0000000000000000 00002710 0000000000000000 00000010 00*16 00',
    { recvPort: 2181 },
  ],
  [serf, 'a ping', '00 82 a4 "Node" a5 "node1" a5 "SeqNo" 01', { proto: 17, recvPort: 7946 }],
  [opentsdb, 'a put', '"put sys.cpu.user 1356998400 42.5 host=web01 cpu=0\\n"', { recvPort: 4242 }],
  [graphite, 'a metric', '"servers.web01.load 1.25 1700000000\\n"', { proto: 6, recvPort: 2003 }],
  [statsd, 'a counter', '"page.views:1|c"', { recvPort: 8125 }],
  [memcachedUdp, 'stats', '0001 0000 0001 0000 "stats\\r\\n"', { recvPort: 11211 }],
  [monetdb, 'the challenge', '4f00 "XWxyz12:mserver:9:RIPEMD160,SHA256:LIT:"', { sendPort: 50000, recvPort: 40000 }],
  [foundationdb, 'a ConnectPacket', '2c000000 0000 01 71 b0 00 db 1f 0000 00*34'],
  [tds, 'a login', '02 00 0200 0000 00 00 "alpha" 00*25 05 "sa" 00*28 02 00*30 06 00*40'],
];

const NO: readonly Case[] = [
  [cassandra, 'a text that begins with B', '"BEGIN: 1\\r\\nQUERY: CQL\\r\\n"', { recvPort: 9042 }],
  [redisCluster, 'a kind that is not known', '"RCmb" 000008f0 0001 1b58 0077 0001'],
  [cassandraInternode, 'another magic', 'ca552dfb 0c0a0c00'],
  [clickhouse, 'another name', '00 11 "ClickHause client" 17 01', { recvPort: 9000 }],
  [bolt, 'another magic', '6060b018 00000404', { recvPort: 7687 }],
  [firebird, 'another operation', '00000001 00000033 00000003 00000001 00000008 "/data/db"', { recvPort: 3050 }],
  [informix, 'text', '"square roots are no database at all, they are numbers"', { recvPort: 9088 }],
  [hazelcast, 'other letters', '"CP3" 28000000', { recvPort: 5701 }],
  [aerospike, 'a length that does not fit', '02 01 000000000007 "build\\n"', { recvPort: 3000 }],
  [tarantool, 'a spider', '"Tarantula 2.10.4 (Binary)"', { sendPort: 3301 }],
  [rethinkdb, 'another magic', 'c3bdc235 7b22', { recvPort: 28015 }],
  [arangodb, 'another version', '"VST/2.1\\r\\n\\r\\n"', { recvPort: 8529 }],
  [ignite, 'a length that does not fit', '09000000 01 0100 0700 0000 02', { recvPort: 10800 }],
  [hbase, 'another version', '"HBasX" 50 00000010', { recvPort: 16020 }],
  [hadoopRpc, 'another word', '"hrpx" 09 00 00', { recvPort: 8020 }],
  [sapHana, 'other numbers', 'ffffffff 04200005 0100 0001 0101', { recvPort: 30015 }],
  [ssrp, 'noise', '04 a5 b3 c1 f0', { recvPort: 1434 }],
  [
    couchbase,
    'a body shorter than its key',
    '80 1f 0009 00 00 0000 00000006 00000001 00*8 "test" 0006',
    { recvPort: 11210 },
  ],
  [
    zookeeper,
    'another length',
    '0000002e 00000000 0000000000000000 00002710 0000000000000000 00000010 00*16 00',
    { recvPort: 2181 },
  ],
  [serf, 'another key', '00 82 a4 "Mode" a5 "node1" a5 "SeqNo" 01', { proto: 17, recvPort: 7946 }],
  [opentsdb, 'half a put', '"put 12 in the box\\n"', { recvPort: 4242 }],
  [graphite, 'a sentence', '"servers are loaded\\n"', { proto: 6, recvPort: 2003 }],
  [statsd, 'a line of text', '"error: disk full"', { recvPort: 8125 }],
  [memcachedUdp, 'another word', '0001 0000 0001 0000 "blurb\\r\\n"', { recvPort: 11211 }],
  [monetdb, 'another server', '4f00 "XWxyz12:myserver:9:RIPEMD160,SHA256:LIT"', { sendPort: 50000, recvPort: 40000 }],
  [foundationdb, 'another version', '2c000000 0000 01 71 b0 00 dc 1f 0000 00*34'],
  [tds, 'a length out of bounds', '02 00 0200 0000 00 00 "alpha" 00*25 25 "sa" 00*28 02 00*30 06 00*40'],
];

testList(DATABASES, YES, NO);

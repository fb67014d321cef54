/** Databases, caches and search */
import type { Dissector } from '../dissector.ts';
import { aerospike } from './aerospike.ts';
import { arangodb } from './arangodb.ts';
import { bolt } from './bolt.ts';
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

export const DATABASES: readonly Dissector[] = [
  clickhouse,
  bolt,
  firebird,
  informix,
  hazelcast,
  aerospike,
  tarantool,
  rethinkdb,
  arangodb,
  ignite,
  hbase,
  hadoopRpc,
  sapHana,
  ssrp,
  couchbase,
  zookeeper,
  serf,
  opentsdb,
  graphite,
  statsd,
  memcachedUdp,
  monetdb,
  foundationdb,
  tds,
  redisCluster,
  cassandraInternode,
];

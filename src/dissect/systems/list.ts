/** Queues, calls between programs, storage, virtual machines and printers */
import type { Dissector } from '../dissector.ts';
import { adb } from './adb.ts';
import { aeron } from './aeron.ts';
import { afsRx } from './afs-rx.ts';
import { akka } from './akka.ts';
import { artemis } from './artemis.ts';
import { beanstalkd } from './beanstalkd.ts';
import { beegfs } from './beegfs.ts';
import { chargen } from './chargen.ts';
import { cvs } from './cvs.ts';
import { daytime } from './daytime.ts';
import { dbgp } from './dbgp.ts';
import { distcc } from './distcc.ts';
import { drbd } from './drbd.ts';
import { dubbo } from './dubbo.ts';
import { gdbRemote } from './gdb-remote.ts';
import { glusterfs } from './glusterfs.ts';
import { gopher } from './gopher.ts';
import { hclNotes } from './hcl-notes.ts';
import { ibmMq } from './ibm-mq.ts';
import { ident } from './ident.ts';
import { iscsi } from './iscsi.ts';
import { iwarp } from './iwarp.ts';
import { javaRmi } from './java-rmi.ts';
import { jdwp } from './jdwp.ts';
import { jenkinsAgent } from './jenkins-agent.ts';
import { libp2p } from './libp2p.ts';
import { libvirt } from './libvirt.ts';
import { lpd } from './lpd.ts';
import { lustre } from './lustre.ts';
import { mcNmf } from './mc-nmf.ts';
import { moldUdp64 } from './mold-udp64.ts';
import { mpd } from './mpd.ts';
import { msDo } from './ms-do.ts';
import { msNrtp } from './ms-nrtp.ts';
import { msmq } from './msmq.ts';
import { nanomsg } from './nanomsg.ts';
import { nbd } from './nbd.ts';
import { ndmp } from './ndmp.ts';
import { nsq } from './nsq.ts';
import { nvmeTcp } from './nvme-tcp.ts';
import { perforce } from './perforce.ts';
import { pjl } from './pjl.ts';
import { pjlink } from './pjlink.ts';
import { pulsar } from './pulsar.ts';
import { rabbitmqStream } from './rabbitmq-stream.ts';
import { raft } from './raft.ts';
import { rocev2 } from './rocev2.ts';
import { rocketmq } from './rocketmq.ts';
import { rsh } from './rsh.ts';
import { sapNi } from './sap-ni.ts';
import { sbe } from './sbe.ts';
import { scpi } from './scpi.ts';
import { slimproto } from './slimproto.ts';
import { soupbintcp } from './soupbintcp.ts';
import { spice } from './spice.ts';
import { ucp } from './ucp.ts';
import { vmware } from './vmware.ts';
import { weave } from './weave.ts';
import { z3950 } from './z3950.ts';

export const SYSTEMS: readonly Dissector[] = [
  javaRmi,
  msNrtp,
  mcNmf,
  dubbo,
  libp2p,
  nsq,
  beanstalkd,
  rocketmq,
  pulsar,
  ibmMq,
  msmq,
  artemis,
  nbd,
  iscsi,
  nvmeTcp,
  drbd,
  lustre,
  afsRx,
  ndmp,
  sapNi,
  hclNotes,
  z3950,
  adb,
  jdwp,
  libvirt,
  weave,
  vmware,
  spice,
  iwarp,
  rocev2,
  msDo,
  pjl,
  lpd,
  pjlink,
  scpi,
  slimproto,
  mpd,
  rsh,
  ident,
  gopher,
  chargen,
  daytime,
  glusterfs,
  moldUdp64,
  soupbintcp,
  sbe,
  cvs,
  perforce,
  distcc,
  gdbRemote,
  dbgp,
  jenkinsAgent,
  nanomsg,
  raft,
  beegfs,
  ucp,
  akka,
  aeron,
  rabbitmqStream,
];

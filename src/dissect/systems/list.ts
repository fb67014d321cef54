/** Queues, calls between programs, storage, virtual machines and printers */
import type { Dissector } from '../dissector.ts';
import { msDo } from './agents/ms-do.ts';
import { slurm } from './agents/slurm.ts';
import { aeron } from './calls/aeron.ts';
import { akka } from './calls/akka.ts';
import { artemis } from './calls/artemis.ts';
import { beanstalkd } from './calls/beanstalkd.ts';
import { dbus } from './calls/dbus.ts';
import { dubbo } from './calls/dubbo.ts';
import { ibmMq } from './calls/ibm-mq.ts';
import { javaRmi } from './calls/java-rmi.ts';
import { libp2p } from './calls/libp2p.ts';
import { mcNmf } from './calls/mc-nmf.ts';
import { msNrtp } from './calls/ms-nrtp.ts';
import { msmq } from './calls/msmq.ts';
import { nanomsg } from './calls/nanomsg.ts';
import { nsq } from './calls/nsq.ts';
import { pulsar } from './calls/pulsar.ts';
import { rabbitmqStream } from './calls/rabbitmq-stream.ts';
import { raft } from './calls/raft.ts';
import { rocketmq } from './calls/rocketmq.ts';
import { chargen } from './classic/chargen.ts';
import { daytime } from './classic/daytime.ts';
import { gopher } from './classic/gopher.ts';
import { ident } from './classic/ident.ts';
import { rsh } from './classic/rsh.ts';
import { adb } from './development/adb.ts';
import { cvs } from './development/cvs.ts';
import { dbgp } from './development/dbgp.ts';
import { distcc } from './development/distcc.ts';
import { gdbRemote } from './development/gdb-remote.ts';
import { jdwp } from './development/jdwp.ts';
import { jenkinsAgent } from './development/jenkins-agent.ts';
import { perforce } from './development/perforce.ts';
import { lpd } from './devices/lpd.ts';
import { mpd } from './devices/mpd.ts';
import { pjl } from './devices/pjl.ts';
import { pjlink } from './devices/pjlink.ts';
import { scpi } from './devices/scpi.ts';
import { slimproto } from './devices/slimproto.ts';
import { libvirt } from './machines/libvirt.ts';
import { spice } from './machines/spice.ts';
import { vmware } from './machines/vmware.ts';
import { weave } from './machines/weave.ts';
import { hclNotes } from './office/hcl-notes.ts';
import { sapNi } from './office/sap-ni.ts';
import { ucp } from './office/ucp.ts';
import { z3950 } from './office/z3950.ts';
import { afsRx } from './storage/afs-rx.ts';
import { beegfs } from './storage/beegfs.ts';
import { drbd } from './storage/drbd.ts';
import { glusterfs } from './storage/glusterfs.ts';
import { iscsi } from './storage/iscsi.ts';
import { iwarp } from './storage/iwarp.ts';
import { lustre } from './storage/lustre.ts';
import { nbd } from './storage/nbd.ts';
import { ndmp } from './storage/ndmp.ts';
import { nvmeTcp } from './storage/nvme-tcp.ts';
import { rocev2 } from './storage/rocev2.ts';
import { moldUdp64 } from './trading/mold-udp64.ts';
import { sbe } from './trading/sbe.ts';
import { soupbintcp } from './trading/soupbintcp.ts';

export const SYSTEMS: readonly Dissector[] = [
  slurm,
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
  dbus,
];

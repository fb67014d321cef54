/** Queues, calls between programs, storage, virtual machines and printers */
import type { Dissector } from '../dissector.ts';
import { adb } from './adb.ts';
import { afsRx } from './afs-rx.ts';
import { artemis } from './artemis.ts';
import { beanstalkd } from './beanstalkd.ts';
import { chargen } from './chargen.ts';
import { daytime } from './daytime.ts';
import { drbd } from './drbd.ts';
import { dubbo } from './dubbo.ts';
import { glusterfs } from './glusterfs.ts';
import { gopher } from './gopher.ts';
import { hclNotes } from './hcl-notes.ts';
import { ibmMq } from './ibm-mq.ts';
import { ident } from './ident.ts';
import { iscsi } from './iscsi.ts';
import { iwarp } from './iwarp.ts';
import { javaRmi } from './java-rmi.ts';
import { jdwp } from './jdwp.ts';
import { libp2p } from './libp2p.ts';
import { libvirt } from './libvirt.ts';
import { lpd } from './lpd.ts';
import { lustre } from './lustre.ts';
import { mcNmf } from './mc-nmf.ts';
import { mpd } from './mpd.ts';
import { msDo } from './ms-do.ts';
import { msNrtp } from './ms-nrtp.ts';
import { msmq } from './msmq.ts';
import { nbd } from './nbd.ts';
import { ndmp } from './ndmp.ts';
import { nsq } from './nsq.ts';
import { nvmeTcp } from './nvme-tcp.ts';
import { pjl } from './pjl.ts';
import { pjlink } from './pjlink.ts';
import { pulsar } from './pulsar.ts';
import { rocev2 } from './rocev2.ts';
import { rocketmq } from './rocketmq.ts';
import { rsh } from './rsh.ts';
import { sapNi } from './sap-ni.ts';
import { scpi } from './scpi.ts';
import { slimproto } from './slimproto.ts';
import { spice } from './spice.ts';
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
];

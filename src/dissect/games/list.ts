/** Games and their engines */
import type { Dissector } from '../dissector.ts';
import { amongUs } from './among-us.ts';
import { armagetron } from './armagetron.ts';
import { bzflag } from './bzflag.ts';
import { crossfire } from './crossfire.ts';
import { crynetwork } from './crynetwork.ts';
import { dofus } from './dofus.ts';
import { enet } from './enet.ts';
import { freeciv } from './freeciv.ts';
import { gamespy } from './gamespy.ts';
import { genshinImpact } from './genshin-impact.ts';
import { guildwars } from './guildwars.ts';
import { hedgewars } from './hedgewars.ts';
import { kcp } from './kcp.ts';
import { luanti } from './luanti.ts';
import { maplestory } from './maplestory.ts';
import { openttd } from './openttd.ts';
import { psDiscovery } from './ps-discovery.ts';
import { roblox } from './roblox.ts';
import { saMp } from './sa-mp.ts';
import { teamspeak2 } from './teamspeak2.ts';
import { teeworlds } from './teeworlds.ts';
import { terraria } from './terraria.ts';
import { warcraft3 } from './warcraft3.ts';
import { wesnoth } from './wesnoth.ts';
import { worldOfKungFu } from './world-of-kung-fu.ts';
import { xboxSmartglass } from './xbox-smartglass.ts';
import { xplane } from './xplane.ts';
import { yojimbo } from './yojimbo.ts';

export const GAMES: readonly Dissector[] = [
  yojimbo,
  kcp,
  genshinImpact,
  enet,
  amongUs,
  armagetron,
  crossfire,
  dofus,
  guildwars,
  maplestory,
  worldOfKungFu,
  warcraft3,
  gamespy,
  terraria,
  saMp,
  teamspeak2,
  psDiscovery,
  roblox,
  xboxSmartglass,
  luanti,
  teeworlds,
  bzflag,
  xplane,
  crynetwork,
  freeciv,
  hedgewars,
  wesnoth,
  openttd,
];

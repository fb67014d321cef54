/**
 * Applications that one service has for itself, our own list: who speaks it talks to that service, whatever network carries it. What
 * others may run or speak as well (servers of one's own, devices at home, clones) is not here.
 */

/** application → service */
export const APP_SERVICES: Readonly<Record<string, string>> = {
  activision: 'call of duty',
  anydesk: 'anydesk',
  avast: 'avast',
  'battle-net': 'blizzard',
  'cod-mobile': 'call of duty',
  dingtalk: 'dingtalk',
  discord: 'discord',
  dropbox: 'dropbox',
  epicgames: 'epic games',
  fbzero: 'facebook',
  'genshin-impact': 'genshin impact',
  'heroes-of-the-storm': 'blizzard',
  imo: 'imo',
  iqiyi: 'iqiyi',
  'line-call': 'line',
  'meraki-cloud': 'meraki',
  'nest-log-sink': 'nest',
  nintendo: 'nintendo',
  oicq: 'qq',
  ookla: 'speedtest',
  roblox: 'roblox',
  spotify: 'spotify',
  starcraft: 'blizzard',
  steam: 'steam',
  'steam-datagram-relay': 'steam',
  tailscale: 'tailscale',
  teamviewer: 'teamviewer',
  telegram: 'telegram',
  threema: 'threema',
  viber: 'viber',
  wechat: 'wechat',
  whatsapp: 'whatsapp',
  'world-of-warcraft': 'world of warcraft',
  zerotier: 'zerotier',
  zoom: 'zoom',
};

/** capscope azure capture: sessions of Network Watcher. */
import type { Session, SessionPlace, SessionStatus, WatcherPlace } from '#app/azure/captures.ts';
import type { CaptureFilter, CaptureRequest } from '#sources/azure/network-watcher/capture-request.ts';
import { type AzureAsk, askAzure } from '../../azure-door.ts';
import { fetchOptions } from '../../fetch-options.ts';
import { bytes } from '../../format.ts';
import { chooseDataset, followImport, importText } from '../../import-files.ts';
import { readArguments, readChoice, usage } from '../../usage.ts';
import { printable } from './blobs.ts';
import { DOOR_OPTIONS, type Doors, withDoors } from './doors.ts';
import { SIGN_IN_OPTIONS, signIn } from './sign-in.ts';

const ACTIONS = ['list', 'start', 'status', 'stop', 'delete'] as const;
const GROUP = 'NetworkWatcherRG';

export async function capture(args: readonly string[]): Promise<void> {
  const [action, ...rest] = args;
  if (!ACTIONS.some((one) => one === action))
    throw usage(`capscope azure capture is followed by ${ACTIONS.join(', ')}`);
  const { values, positionals } = readArguments(rest, {
    ...SIGN_IN_OPTIONS,
    ...DOOR_OPTIONS,
    subscription: { type: 'string', short: 's' },
    watcher: { type: 'string', short: 'w' },
    location: { type: 'string', short: 'l' },
    group: { type: 'string', short: 'g' },
    format: { type: 'string' },
    target: { type: 'string' },
    instance: { type: 'string', multiple: true },
    storage: { type: 'string' },
    'storage-path': { type: 'string' },
    'local-path': { type: 'string' },
    'bytes-per-packet': { type: 'string' },
    'bytes-per-session': { type: 'string' },
    seconds: { type: 'string' },
    filter: { type: 'string', multiple: true },
    continuous: { type: 'boolean' },
    files: { type: 'string' },
    'bytes-per-file': { type: 'string' },
    dataset: { type: 'string', short: 'd' },
    'no-wait': { type: 'boolean' },
  });
  const format = readChoice(values.format, ['table', 'json'], 'format');
  const place = placeOf(values);
  const [name, ...more] = positionals;
  if (more.length > 0 || (name === undefined) !== (action === 'list'))
    throw usage(
      action === 'list'
        ? 'capscope azure capture list takes no name'
        : `capscope azure capture ${action} needs the name of one capture`,
    );
  const print = (value: unknown, text: string): void =>
    void process.stdout.write(format === 'json' ? `${JSON.stringify(value)}\n` : text);
  const one: SessionPlace = { ...place, name: name ?? '' };
  const begin = async (azure: AzureAsk): Promise<Session> => {
    const request = requestOf(one.name, values);
    await signIn(azure, values);
    const session = await azure.start(place, request);
    print(session, `${session.name} runs\n${whereText(session)}`);
    return session;
  };
  if (action === 'start' && !values['no-wait'])
    return withDoors(values, async (doors) => {
      const session = await begin(doors.azure);
      if (session.storagePath !== undefined) await follow(doors, session, values.dataset);
    });
  const azure = askAzure(fetchOptions(values['allow-net']));
  if (action === 'start') return void (await begin(azure));
  await signIn(azure, values);
  switch (action) {
    case 'list': {
      const sessions = await azure.sessions(place);
      return print(sessions, listText(place, sessions));
    }
    case 'status': {
      const status = await azure.status(one);
      return print(status, statusText(one.name, status));
    }
    case 'stop':
      await azure.stop(one);
      return print(
        { stopped: one.name },
        `${one.name} has been stopped; its capture appears in storage in a minute or two\n`,
      );
    default:
      await azure.remove(one);
      return print({ deleted: one.name }, `${one.name} has been deleted; what it captured stays in storage\n`);
  }
}

/** Waits for the end of the session and imports; Ctrl-C leaves the session as it is. */
async function follow({ door, azure }: Doors, session: Session, dataset: string | undefined): Promise<void> {
  process.stderr.write('Waiting for its end, to import it; Ctrl-C waits no longer, the session goes on\n');
  const target = await chooseDataset(door, dataset, [session.name]);
  const before = new Set(target.isNew ? [] : (await door.files(target.dataset.id)).map((file) => file.id));
  const imported = await followImport(door, target, () => azure.follow(target.dataset.id, session));
  const files = await door.files(target.dataset.id);
  process.stdout.write(
    importText(
      imported,
      files.filter((file) => !before.has(file.id)),
    ),
  );
  if (door.address !== undefined) process.stdout.write(`See ${door.address}/d/${target.dataset.id}\n`);
}

interface Choices {
  readonly subscription?: string | undefined;
  readonly watcher?: string | undefined;
  readonly location?: string | undefined;
  readonly group?: string | undefined;
}

function placeOf({
  subscription = process.env.AZURE_SUBSCRIPTION_ID,
  watcher,
  location,
  group = GROUP,
}: Choices): WatcherPlace {
  if (!subscription) throw usage('say which subscription: --subscription ID, or AZURE_SUBSCRIPTION_ID');
  if (watcher === undefined && location === undefined)
    throw usage('say which Network Watcher: --watcher NAME, or --location REGION for NetworkWatcher_REGION');
  return { subscription, group, watcher: watcher ?? `NetworkWatcher_${location}` };
}

interface StartChoices {
  readonly target?: string | undefined;
  readonly instance?: string[] | undefined;
  readonly storage?: string | undefined;
  readonly 'storage-path'?: string | undefined;
  readonly 'local-path'?: string | undefined;
  readonly 'bytes-per-packet'?: string | undefined;
  readonly 'bytes-per-session'?: string | undefined;
  readonly seconds?: string | undefined;
  readonly filter?: string[] | undefined;
  readonly continuous?: boolean | undefined;
  readonly files?: string | undefined;
  readonly 'bytes-per-file'?: string | undefined;
}

function requestOf(name: string, choices: StartChoices): CaptureRequest {
  const { target, continuous, filter = [] } = choices;
  if (target === undefined) throw usage('say which machine: --target with its resource ID');
  if (!continuous && (choices.files ?? choices['bytes-per-file']) !== undefined)
    throw usage('--files and --bytes-per-file go with --continuous');
  const seconds = wholeOf(choices.seconds, 'seconds');
  return {
    name,
    target,
    instances: choices.instance,
    bytesPerPacket: wholeOf(choices['bytes-per-packet'], 'bytes-per-packet'),
    bytesPerSession: wholeOf(choices['bytes-per-session'], 'bytes-per-session'),
    storage: choices.storage,
    storagePath: choices['storage-path'],
    localPath: choices['local-path'],
    filters: filter.map(filterOf),
    ...(continuous
      ? {
          continuous: {
            files: wholeOf(choices.files, 'files'),
            bytesPerFile: wholeOf(choices['bytes-per-file'], 'bytes-per-file'),
            seconds,
          },
        }
      : { seconds }),
  };
}

const FILTER_KEYS = {
  protocol: 'protocol',
  'local-ip': 'localIp',
  'remote-ip': 'remoteIp',
  'local-port': 'localPort',
  'remote-port': 'remotePort',
} as const;
const PROTOCOLS = { tcp: 'TCP', udp: 'UDP', any: 'Any' } as const;

/** protocol=tcp,local-port=80;443,remote-ip=10.0.0.1-10.0.0.9 */
function filterOf(text: string): CaptureFilter {
  const parts = text.split(',').map((part) => part.split('=', 2).map((word) => word.trim()));
  const filter: Record<string, string> = {};
  for (const [key = '', value] of parts) {
    const field = Object.hasOwn(FILTER_KEYS, key) ? FILTER_KEYS[key as keyof typeof FILTER_KEYS] : undefined;
    if (field === undefined || !value)
      throw usage(
        `--filter ${JSON.stringify(text)}: it is made of ${Object.keys(FILTER_KEYS).join(', ')}, as in protocol=tcp,local-port=443`,
      );
    if (field === 'protocol') {
      const protocol = PROTOCOLS[value.toLowerCase() as keyof typeof PROTOCOLS];
      if (protocol === undefined) throw usage(`--filter ${JSON.stringify(text)}: protocol is tcp, udp or any`);
      filter.protocol = protocol;
    } else filter[field] = value;
  }
  return filter;
}

function wholeOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,12}$/.test(text)) throw usage(`--${option} is a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

function listText({ watcher }: WatcherPlace, sessions: readonly Session[]): string {
  const count = sessions.length === 1 ? '1 capture' : `${sessions.length} captures`;
  return [
    `${watcher}: ${count}`,
    ...sessions.map((one) => `${printable(one.name)}  ${machineOf(one)}  ${limitsOf(one)}`),
    '',
  ].join('\n');
}

const machineOf = ({ target }: Session): string => printable(target.slice(target.lastIndexOf('/') + 1));

function limitsOf({ seconds, bytesPerSession, bytesPerPacket, continuous, filters, provisioning }: Session): string {
  return [
    ...(seconds === undefined ? [] : [`${seconds} s`]),
    ...(bytesPerSession === undefined ? [] : [`${bytes(bytesPerSession)} at most`]),
    ...(bytesPerPacket ? [`${bytesPerPacket} bytes a packet`] : ['whole packets']),
    ...(continuous ? ['continuous'] : []),
    ...(filters === 0 ? [] : [filters === 1 ? '1 filter' : `${filters} filters`]),
    ...(provisioning === 'Succeeded' ? [] : [provisioning]),
  ].join(', ');
}

function whereText({ storagePath, localPath }: Session): string {
  return [
    ...(storagePath === undefined ? [] : [`Its capture goes to ${printable(storagePath)}\n`]),
    ...(localPath === undefined ? [] : [`Its capture goes to ${printable(localPath)} on the machine\n`]),
  ].join('');
}

function statusText(name: string, { state, started, reason, errors }: SessionStatus): string {
  const since =
    started === undefined ? '' : `, begun ${new Date(started).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return [
    `${printable(name)}: ${state}${since}${reason === undefined ? '' : `: ${printable(reason)}`}`,
    ...errors.map(printable),
    '',
  ].join('\n');
}

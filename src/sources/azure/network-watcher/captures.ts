/**
 * Capture sessions of a Network Watcher: listed, started, asked, stopped, deleted. Each is a long operation of Azure's that the
 * library follows; the session itself then runs by itself, and its blob appears when it has ended.
 */
import type { PacketCaptureQueryStatusResult, PacketCaptureResult } from '@azure/arm-network';
import { type CaptureRequest, captureOf } from './capture-request.ts';
import { type Doing, inWords, type ResourceManager } from './resource-manager.ts';

export interface WatcherPlace {
  readonly subscription: string;
  readonly group: string;
  readonly watcher: string;
}

export interface SessionPlace extends WatcherPlace {
  readonly name: string;
}

export interface Session extends SessionPlace {
  /** resource ID of the machine */
  readonly target: string;
  /** Succeeded, Updating, Failed … */
  readonly provisioning: string;
  readonly bytesPerPacket?: number;
  readonly bytesPerSession?: number;
  readonly seconds?: number;
  readonly continuous: boolean;
  readonly filters: number;
  /** address of the blob, once Azure tells it */
  readonly storagePath?: string;
  readonly storage?: string;
  readonly localPath?: string;
}

export type SessionState = 'not started' | 'running' | 'stopped' | 'error' | 'unknown';

export interface SessionStatus {
  readonly state: SessionState;
  /** ms since 1970 UTC */
  readonly started?: number;
  /** why it ended, in words */
  readonly reason?: string;
  readonly errors: readonly string[];
}

const POLL_MS = 2000;

const of = ({ name }: SessionPlace, doing: string): Doing => ({ what: `capture ${name}`, doing });

export async function listSessions(arm: ResourceManager, place: WatcherPlace): Promise<readonly Session[]> {
  const found: Session[] = [];
  try {
    const client = await arm.network(place.subscription);
    for await (const one of client.packetCaptures.list(place.group, place.watcher)) found.push(sessionOf(place, one));
  } catch (error) {
    throw inWords(error, { what: place.watcher, doing: 'see capture sessions' });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

export async function getSession(arm: ResourceManager, place: SessionPlace, signal?: AbortSignal): Promise<Session> {
  const options = signal === undefined ? {} : { abortSignal: signal };
  try {
    const client = await arm.network(place.subscription);
    return sessionOf(place, await client.packetCaptures.get(place.group, place.watcher, place.name, options));
  } catch (error) {
    throw inWords(error, of(place, 'see capture sessions'));
  }
}

/** Resolves when the session runs. AppError USAGE for what Azure would refuse; AZURE. */
export async function startSession(
  arm: ResourceManager,
  place: WatcherPlace,
  request: CaptureRequest,
  signal?: AbortSignal,
): Promise<Session> {
  const capture = captureOf(request);
  const { name } = request;
  try {
    const client = await arm.network(place.subscription);
    const { packetCaptures: captures } = client;
    const made = await captures.create(place.group, place.watcher, name, capture, following(signal));
    // Where the blob will be is told once the session is there, not always by the operation itself.
    if (made.storageLocation?.storagePath !== undefined) return sessionOf(place, made);
    return sessionOf(place, await captures.get(place.group, place.watcher, name));
  } catch (error) {
    throw inWords(error, of({ ...place, name }, 'start a capture'));
  }
}

export async function statusOf(
  arm: ResourceManager,
  place: SessionPlace,
  signal?: AbortSignal,
): Promise<SessionStatus> {
  try {
    const client = await arm.network(place.subscription);
    return statusIn(await client.packetCaptures.getStatus(place.group, place.watcher, place.name, following(signal)));
  } catch (error) {
    throw inWords(error, of(place, 'see capture sessions'));
  }
}

export async function stopSession(arm: ResourceManager, place: SessionPlace): Promise<void> {
  try {
    const client = await arm.network(place.subscription);
    await client.packetCaptures.stop(place.group, place.watcher, place.name, following());
  } catch (error) {
    throw inWords(error, of(place, 'stop a capture'));
  }
}

/** The session only: its blob stays. */
export async function deleteSession(arm: ResourceManager, place: SessionPlace): Promise<void> {
  try {
    const client = await arm.network(place.subscription);
    await client.packetCaptures.delete(place.group, place.watcher, place.name, following());
  } catch (error) {
    throw inWords(error, of(place, 'delete a capture session'));
  }
}

const following = (signal?: AbortSignal) => ({
  updateIntervalInMs: POLL_MS,
  ...(signal === undefined ? {} : { abortSignal: signal }),
});

function sessionOf(place: WatcherPlace, one: PacketCaptureResult): Session {
  const { storageLocation: at = {} } = one;
  const localPath = at.localPath || at.filePath;
  return {
    subscription: place.subscription,
    group: place.group,
    watcher: place.watcher,
    name: one.name ?? '',
    target: one.target ?? '',
    provisioning: one.provisioningState ?? '',
    ...(one.bytesToCapturePerPacket === undefined ? {} : { bytesPerPacket: one.bytesToCapturePerPacket }),
    ...(one.totalBytesPerSession === undefined ? {} : { bytesPerSession: one.totalBytesPerSession }),
    ...(one.timeLimitInSeconds === undefined ? {} : { seconds: one.timeLimitInSeconds }),
    continuous: one.continuousCapture === true,
    filters: one.filters?.length ?? 0,
    ...(at.storagePath ? { storagePath: at.storagePath } : {}),
    ...(at.storageId ? { storage: at.storageId } : {}),
    ...(localPath ? { localPath } : {}),
  };
}

const STATES: Readonly<Record<string, SessionState>> = {
  NotStarted: 'not started',
  Running: 'running',
  Stopped: 'stopped',
  Error: 'error',
};

const REASONS: Readonly<Record<string, string>> = {
  TimeExceeded: 'its time limit was reached',
  SizeExceeded: 'its byte limit was reached',
  UserStopped: 'it was stopped',
  UserRequest: 'it was stopped',
};

const ERRORS: Readonly<Record<string, string>> = {
  InternalError: 'Network Watcher had a fault of its own: try again',
  AgentStopped:
    "the machine's agent was stopped: is the machine running, and is AzureNetworkWatcherExtension installed?",
  CaptureFailed: 'the machine could not capture: is there an interface with traffic, are filters as they should be?',
  LocalFileFailed: 'the file on the machine could not be written: is the path right, is there room?',
  StorageFailed:
    'the capture could not be written to storage: the account needs key access enabled, must be of the same region, and the machine must reach it by port 443',
};

function statusIn({
  packetCaptureStatus,
  captureStartTime,
  stopReason,
  packetCaptureError = [],
}: PacketCaptureQueryStatusResult): SessionStatus {
  const started = captureStartTime?.getTime();
  return {
    state: STATES[packetCaptureStatus ?? ''] ?? 'unknown',
    ...(started === undefined || Number.isNaN(started) ? {} : { started }),
    ...(stopReason ? { reason: REASONS[stopReason] ?? stopReason.replace(/\p{Cc}/gu, ' ').slice(0, 200) } : {}),
    errors: packetCaptureError.slice(0, 20).map((code) => ERRORS[code] ?? code),
  };
}

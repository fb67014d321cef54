/**
 * A stand-in for Azure Resource Manager: subscriptions, machines, storage accounts, Network Watchers and their packet captures, as far
 * as Capscope speaks to them. Written from Azure/azure-rest-api-specs (Microsoft.Network networkWatcher.json and its examples) and
 * "Asynchronous Azure operations", "Request limits and throttling" (learn.microsoft.com). What it is faithful in:
 *  - PUT answers 201 with Azure-AsyncOperation, whose address tells InProgress and then Succeeded or Failed {error:{code,message}};
 *    stop, queryStatus and DELETE answer 202 with Location, which answers 202 until it is done
 *  - refusals are {error:{code,message}}; without a token for management 401 InvalidAuthenticationToken
 *  - lists go on at nextLink; 429 comes with Retry-After
 *  - a session runs until its time is over or it is stopped; only then its blob is put into storage, in the documented place
 * It knows nothing of roles: refusals of any kind are asked for by refuse().
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.ts';
import { Entra, json } from './entra.ts';

export const SUBSCRIPTION = '11111111-2222-4333-8444-555555555555';
export const GROUP = 'NetworkWatcherRG';
export const WATCHER = 'NetworkWatcher_eastus';
const BASE = `/subscriptions/${SUBSCRIPTION}`;
export const MACHINE = `${BASE}/resourceGroups/rg2/providers/Microsoft.Compute/virtualMachines/vm1`;
export const SCALE_SET = `${BASE}/resourceGroups/rg2/providers/Microsoft.Compute/virtualMachineScaleSets/set1`;
export const STORAGE = `${BASE}/resourceGroups/rg2/providers/Microsoft.Storage/storageAccounts/plant`;

type Json = Record<string, unknown>;

export interface StandInSession {
  readonly name: string;
  /** as it was sent */
  readonly properties: Json;
  readonly storagePath: string | undefined;
  readonly started: Date;
  state: 'NotStarted' | 'Running' | 'Stopped' | 'Error';
  reason: string;
  errors: string[];
}

export interface Refuse {
  readonly method?: string;
  readonly path: RegExp;
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly retryAfter?: number;
  /** how often; preset once */
  times?: number;
}

export interface StandInOptions {
  readonly certificate: Certificate;
  /** where blobs of captures go: https://127.0.0.1:1/plant */
  readonly storage: () => string;
  /** puts what the session captured into storage */
  readonly onEnded: (session: StandInSession) => Promise<void>;
}

export class AzureStandIn {
  readonly entra: Entra;
  readonly sessions = new Map<string, StandInSession>();
  /** method and path of each request to Resource Manager */
  readonly asked: string[] = [];
  readonly #options: StandInOptions;
  readonly #server: https.Server;
  readonly #operations = new Map<string, () => { status: number; body?: unknown }>();
  #refusals: Refuse[] = [];
  #next = 0;

  private constructor(options: StandInOptions) {
    this.#options = options;
    this.entra = new Entra(() => this.origin);
    this.#server = https.createServer(
      { cert: options.certificate.cert, key: options.certificate.key },
      (request, response) => {
        const pieces: Buffer[] = [];
        request.on('data', (piece: Buffer) => pieces.push(piece));
        request.on('end', () => this.#answer(request, Buffer.concat(pieces).toString(), response));
      },
    );
  }

  static async start(options: StandInOptions): Promise<AzureStandIn> {
    const made = new AzureStandIn(options);
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get origin(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  refuse(one: Refuse): undefined {
    this.#refusals.push({ times: 1, ...one });
  }

  close(): undefined {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** The machine's time is over, or somebody stopped it. */
  async end(name: string, reason = 'TimeExceeded'): Promise<void> {
    const session = this.sessions.get(name)!;
    if (session.state !== 'Running') return;
    session.state = 'Stopped';
    session.reason = reason;
    await this.#options.onEnded(session);
  }

  #answer(request: IncomingMessage, body: string, response: ServerResponse): undefined {
    const url = new URL(request.url ?? '/', this.origin);
    const path = decodeURIComponent(url.pathname);
    const { method = 'GET' } = request;
    if (this.entra.answer(request, path, body, response)) return;
    this.asked.push(`${method} ${path}`);
    const refusal = this.#refusals.find((one) => one.path.test(path) && (one.method ?? method) === method);
    if (refusal !== undefined) {
      refusal.times!--;
      this.#refusals = this.#refusals.filter((one) => one.times! > 0);
      const wait = refusal.retryAfter === undefined ? undefined : { 'retry-after': String(refusal.retryAfter) };
      return this.#refuse(response, refusal.status, refusal.code, refusal.message ?? 'refused by the test', wait);
    }
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (
      token === undefined ||
      !this.entra.tokens.includes(token) ||
      !audienceOf(token).startsWith('https://management.')
    )
      return this.#refuse(response, 401, 'InvalidAuthenticationToken', 'The access token is invalid.');
    if (!url.searchParams.has('api-version'))
      return this.#refuse(response, 400, 'MissingApiVersionParameter', 'The api-version query parameter is required.');
    const operation = this.#operations.get(path);
    if (operation !== undefined) {
      const told = operation();
      const again = told.status === 202 ? { location: `${this.origin}${path}?api-version=1`, 'retry-after': '0' } : {};
      return json(response, told.status, told.body, again);
    }
    this.#resource(method, path, url, body, response);
  }

  #resource(method: string, path: string, url: URL, body: string, response: ServerResponse): undefined {
    const captures =
      /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/networkWatchers\/([^/]+)\/packetCaptures(?:\/([^/]+)(?:\/(stop|queryStatus))?)?$/i.exec(
        path,
      );
    if (captures !== null) {
      const [, subscription, group, watcher, name, action] = captures;
      if (subscription !== SUBSCRIPTION)
        return this.#refuse(
          response,
          404,
          'SubscriptionNotFound',
          `The subscription '${subscription}' could not be found.`,
        );
      if (group !== GROUP)
        return this.#refuse(response, 404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
      if (watcher !== WATCHER)
        return this.#refuse(
          response,
          404,
          'ResourceNotFound',
          `The Resource 'Microsoft.Network/networkWatchers/${watcher}' under resource group '${group}' was not found.`,
        );
      return this.#captures(method, name, action, body, response);
    }
    const lists: Readonly<Record<string, readonly unknown[]>> = {
      '/subscriptions': [
        { subscriptionId: SUBSCRIPTION, displayName: 'Plant', state: 'Enabled' },
        { subscriptionId: '99999999-2222-4333-8444-555555555555', displayName: 'Old', state: 'Disabled' },
        { subscriptionId: '88888888-2222-4333-8444-555555555555', displayName: 'Lab', state: 'Enabled' },
      ],
      [`${BASE}/providers/Microsoft.Network/networkWatchers`]: [
        {
          id: `${BASE}/resourceGroups/${GROUP}/providers/Microsoft.Network/networkWatchers/${WATCHER}`,
          name: WATCHER,
          location: 'eastus',
        },
      ],
      [`${BASE}/providers/Microsoft.Compute/virtualMachines`]: [
        {
          id: MACHINE,
          name: 'vm1',
          location: 'eastus',
          properties: { storageProfile: { osDisk: { osType: 'Linux' } } },
        },
        { id: MACHINE.replace(/vm1$/, 'vm2'), name: 'vm2', location: 'eastus', properties: {} },
      ],
      [`${BASE}/providers/Microsoft.Compute/virtualMachineScaleSets`]: [
        { id: SCALE_SET, name: 'set1', location: 'eastus', properties: {} },
      ],
      [`${BASE}/providers/Microsoft.Storage/storageAccounts`]: [
        {
          id: STORAGE,
          name: 'plant',
          location: 'eastus',
          properties: { primaryEndpoints: { blob: `${this.#options.storage()}/` } },
        },
      ],
    };
    const list = lists[path];
    if (method === 'GET' && list !== undefined) return this.#page(path, url, list, response);
    this.#refuse(response, 404, 'ResourceNotFound', `The Resource '${path}' was not found.`);
  }

  /** Two a page. */
  #page(path: string, url: URL, all: readonly unknown[], response: ServerResponse): undefined {
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const next =
      from + 2 < all.length ? { nextLink: `${this.origin}${path}?api-version=1&$skiptoken=${from + 2}` } : {};
    json(response, 200, { value: all.slice(from, from + 2), ...next });
  }

  #captures(
    method: string,
    name: string | undefined,
    action: string | undefined,
    body: string,
    response: ServerResponse,
  ): undefined {
    if (name === undefined)
      return json(response, 200, { value: [...this.sessions.values()].map((one) => this.#shown(one, 'Succeeded')) });
    if (method === 'PUT') return this.#create(name, JSON.parse(body) as Json, response);
    const session = this.sessions.get(name);
    if (session === undefined)
      return this.#refuse(
        response,
        404,
        'ResourceNotFound',
        `The Resource 'Microsoft.Network/networkWatchers/${WATCHER}/packetCaptures/${name}' was not found.`,
      );
    if (method === 'GET') return json(response, 200, this.#shown(session, 'Succeeded'));
    if (method === 'DELETE') {
      this.sessions.delete(name);
      return this.#later(response, 'location', () => ({ status: 204 }));
    }
    if (action === 'stop') {
      if (session.state !== 'Running')
        return this.#refuse(response, 409, 'OperationNotAllowed', 'The packet capture is not running.');
      return this.#later(
        response,
        'location',
        () => ({ status: 200 }),
        () => void this.end(name, 'UserStopped'),
      );
    }
    const { state, reason, errors, started } = session;
    const status = {
      name,
      id: this.#id(name),
      captureStartTime: started.toISOString(),
      packetCaptureStatus: state,
      stopReason: reason,
      packetCaptureError: errors,
    };
    this.#later(response, 'location', () => ({ status: 200, body: status }));
  }

  #create(name: string, { properties }: Json, response: ServerResponse): undefined {
    const sent = properties as Json;
    if (this.sessions.has(name))
      return this.#refuse(response, 409, 'Conflict', `A packet capture named ${name} exists already.`);
    const { storageLocation: location } = sent as { storageLocation: Json };
    const target = String(sent.target).toLowerCase();
    const now = new Date();
    const two = (value: number): string => String(value).padStart(2, '0');
    const day = `${now.getUTCFullYear()}/${two(now.getUTCMonth() + 1)}/${two(now.getUTCDate())}`;
    const time = `${two(now.getUTCHours())}_${two(now.getUTCMinutes())}_${two(now.getUTCSeconds())}_${String(now.getUTCMilliseconds()).padStart(3, '0')}`;
    const path =
      location.storageId === undefined
        ? undefined
        : ((location.storagePath as string | undefined) ??
          `${this.#options.storage()}/network-watcher-logs${target}/${day}/packetcapture_${time}.cap`);
    const session: StandInSession = {
      name,
      properties: sent,
      storagePath: path,
      started: now,
      state: 'NotStarted',
      reason: '',
      errors: [],
    };
    this.sessions.set(name, session);
    this.#later(
      response,
      'azure-asyncoperation',
      () => {
        session.state = 'Running';
        return { status: 200, body: { status: 'Succeeded' } };
      },
      undefined,
      this.#shown(session, 'Updating'),
    );
  }

  /** The operation is under way at the first look, and done at the second. */
  #later(
    response: ServerResponse,
    header: 'location' | 'azure-asyncoperation',
    done: () => { status: number; body?: unknown },
    begin?: () => void,
    body?: unknown,
  ): undefined {
    const path = `${BASE}/providers/Microsoft.Network/locations/eastus/operations/${++this.#next}`;
    let looks = 0;
    this.#operations.set(path, () => {
      if (looks++ === 0)
        return header === 'location' ? { status: 202 } : { status: 200, body: { status: 'InProgress' } };
      return done();
    });
    begin?.();
    const at = `${this.origin}${path}?api-version=1`;
    json(response, body === undefined ? 202 : 201, body, { [header]: at, 'retry-after': '0' });
  }

  #id = (name: string): string =>
    `${BASE}/resourceGroups/${GROUP}/providers/Microsoft.Network/networkWatchers/${WATCHER}/packetCaptures/${name}`;

  #shown({ name, properties, storagePath }: StandInSession, provisioningState: string): Json {
    const location = { ...(properties.storageLocation as Json), ...(storagePath === undefined ? {} : { storagePath }) };
    return {
      name,
      id: this.#id(name),
      etag: 'W/"1"',
      properties: {
        totalBytesPerSession: 1_073_741_824,
        timeLimitInSeconds: 18_000,
        ...properties,
        storageLocation: location,
        provisioningState,
      },
    };
  }

  #refuse(
    response: ServerResponse,
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ): undefined {
    json(response, status, { error: { code, message } }, headers);
  }
}

function audienceOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { aud?: string };
  return claims.aud ?? '';
}

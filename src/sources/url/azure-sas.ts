/**
 * Azure shared access signatures in the query of a URL: what they allow and until when, told before anything is fetched.
 * Parameters: "Create a service SAS", "Create an account SAS", "Create a user delegation SAS" (learn.microsoft.com, Azure
 * Storage REST). The query itself is never changed: its signature covers the values.
 */

export type SasKind = 'service' | 'account' | 'user delegation';

export interface Sas {
  readonly kind: SasKind;
  /** what it signs for: a blob, a container, a folder, or whole services */
  readonly resource: 'blob' | 'snapshot' | 'version' | 'container' | 'folder' | 'account';
  /** letters of sp; undefined with a stored access policy that may hold them */
  readonly permissions: string | undefined;
  /** ms since 1970 UTC */
  readonly starts: number | undefined;
  readonly ends: number | undefined;
  readonly httpsOnly: boolean;
  /** address or range that may use it, as written */
  readonly addresses: string | undefined;
  readonly policy: string | undefined;
  /** the URL is of use only with a token of one user (sduoid) */
  readonly needsSignIn: boolean;
}

/** Clocks of signer, service and this machine differ: what is a little early or late is only warned of. */
const SKEW_MS = 15 * 60_000;

const RESOURCES: Readonly<Record<string, Sas['resource']>> = {
  b: 'blob',
  bs: 'snapshot',
  bv: 'version',
  c: 'container',
  d: 'folder',
};

const PERMISSION_WORDS: Readonly<Record<string, string>> = {
  r: 'read',
  a: 'add',
  c: 'create',
  w: 'write',
  d: 'delete',
  x: 'delete versions',
  y: 'delete for good',
  l: 'list',
  t: 'tags',
  f: 'find by tags',
  m: 'move',
  e: 'execute',
  o: 'own',
  p: 'set permissions',
  i: 'set immutability',
};

/** The signature in a query, with or without its "?"; undefined when there is none. */
export function sasOf(query: string): Sas | undefined {
  const parameters = new URLSearchParams(query.replace(/^\?/, ''));
  const one = (name: string): string | undefined => parameters.get(name) || undefined;
  if (one('sig') === undefined || one('sv') === undefined) return undefined;
  const isAccount = one('ss') !== undefined && one('srt') !== undefined;
  const resource = isAccount ? 'account' : RESOURCES[one('sr') ?? ''];
  if (resource === undefined) return undefined;
  return {
    kind: isAccount ? 'account' : one('skoid') !== undefined ? 'user delegation' : 'service',
    resource,
    permissions: one('sp'),
    starts: stampOf(one('st')),
    ends: earliest(stampOf(one('se')), stampOf(one('ske'))),
    httpsOnly: one('spr') === 'https',
    addresses: one('sip'),
    policy: one('si'),
    needsSignIn: one('sduoid') !== undefined,
  };
}

/** "service SAS of a blob: read, until 2025-02-01 16:00 UTC, https only" */
export function sasWords(sas: Sas): string {
  const of = sas.resource === 'account' ? 'of an account' : `of a ${sas.resource}`;
  const may =
    sas.permissions === undefined
      ? `as the stored policy "${sas.policy ?? ''}" allows`
      : [...sas.permissions].map((letter) => PERMISSION_WORDS[letter] ?? letter).join(', ');
  const until = sas.ends === undefined ? 'end not told' : `until ${utc(sas.ends)}`;
  const only = [
    ...(sas.httpsOnly ? ['https only'] : []),
    ...(sas.addresses === undefined ? [] : [`only from ${sas.addresses}`]),
  ];
  return `${sas.kind} SAS ${of}: ${[may, until, ...only].join(', ')}`;
}

export interface SasFinding {
  /** 'stop': the service will refuse; 'warn': it may */
  readonly weight: 'stop' | 'warn';
  readonly message: string;
}

/** What keeps a signature from reading a blob, for one who is about to fetch it. `now`: ms since 1970 UTC. */
export function sasFindings(sas: Sas, now: number): readonly SasFinding[] {
  const findings: SasFinding[] = [];
  const stop = (message: string): void => void findings.push({ weight: 'stop', message });
  const warn = (message: string): void => void findings.push({ weight: 'warn', message });
  if (sas.permissions !== undefined && !sas.permissions.includes('r')) {
    const listing = sas.permissions.includes('l');
    stop(
      listing && sas.permissions.length === 1
        ? 'this signature allows listing only: ask for one with read permission (sp=rl)'
        : 'this signature does not allow reading: ask for one with read permission (sp=r)',
    );
  }
  if (sas.ends !== undefined && sas.ends < now) {
    const message = `this signature ended at ${utc(sas.ends)}: ask for a new one`;
    if (sas.ends < now - SKEW_MS) stop(message);
    else warn(`${message} if the service refuses it (clocks may differ)`);
  }
  if (sas.starts !== undefined && sas.starts > now) {
    const message = `this signature is valid from ${utc(sas.starts)} on`;
    if (sas.starts > now + SKEW_MS) stop(`${message}: try again then`);
    else warn(`${message} (clocks may differ)`);
  }
  if (sas.addresses !== undefined)
    warn(
      `this signature is for ${sas.addresses} only: the address of the machine that runs Capscope must be one of them`,
    );
  if (sas.needsSignIn) stop('this signature works only together with the sign-in of one user; ask for one without');
  return findings;
}

/** ISO 8601 in UTC, as the service takes it: with or without seconds, or a date alone. */
function stampOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?Z)?$/.test(text)) return undefined;
  const ms = Date.parse(text.replace(/(\.\d{3})\d+Z$/, '$1Z'));
  return Number.isNaN(ms) ? undefined : ms;
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/**
 * THE field table: each field of a flow once, a file a section. Column, filter, JSON key, CLI header, API documentation
 * and help follow from it. Keys are a public contract: grow the table, don't rename in it.
 */

import { DNS_FIELDS } from './dns.ts';
import { ENDS_FIELDS } from './ends.ts';
import type { Field } from './field.ts';
import { FLOW_LOG_FIELDS } from './flow-log.ts';
import { HTTP_FIELDS } from './http.ts';
import { MAIL_FIELDS } from './mail.ts';
import { MARK_FIELDS } from './marks.ts';
import { MORE_FIELDS } from './more.ts';
import { PROTOCOL_FIELDS } from './protocol.ts';
import { QUALITY_FIELDS } from './quality.ts';
import { SERVICES_FIELDS } from './services.ts';
import { SSH_FIELDS } from './ssh.ts';
import { TCP_FIELDS } from './tcp.ts';
import { THINGS_FIELDS } from './things.ts';
import { TIME_FIELDS } from './time.ts';
import { TLS_FIELDS } from './tls.ts';
import { TUNNEL_FIELDS } from './tunnels.ts';
import { VOICE_FIELDS } from './voice.ts';
import { VOLUME_FIELDS } from './volume.ts';
import { WINDOWS_FIELDS } from './windows.ts';

export type { Field, FieldType } from './field.ts';

export const FIELDS: readonly Field[] = [
  ...TIME_FIELDS,
  ...ENDS_FIELDS,
  ...PROTOCOL_FIELDS,
  ...VOLUME_FIELDS,
  ...TCP_FIELDS,
  ...TLS_FIELDS,
  ...HTTP_FIELDS,
  ...DNS_FIELDS,
  ...SSH_FIELDS,
  ...WINDOWS_FIELDS,
  ...MAIL_FIELDS,
  ...VOICE_FIELDS,
  ...SERVICES_FIELDS,
  ...THINGS_FIELDS,
  ...TUNNEL_FIELDS,
  ...QUALITY_FIELDS,
  ...FLOW_LOG_FIELDS,
  ...MARK_FIELDS,
  ...MORE_FIELDS,
];

export const FIELD_BY_KEY: ReadonlyMap<string, Field> = new Map(FIELDS.map((f) => [f.key, f]));

/** Fields told by dissectors; the index is the fact number. */
export const FACTS: readonly Field[] = FIELDS.filter((f) => f.fact !== undefined);

/** Number of a fact, for a dissector's module scope: `const SNI = fact('tls.sni')`. Throws on an unknown key. */
export function fact(key: string): number {
  const index = FACTS.findIndex((f) => f.key === key);
  if (index < 0) throw new Error(`bug: ${key} is not a fact`);
  return index;
}

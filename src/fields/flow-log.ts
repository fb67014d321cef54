/** What cloud and sensor logs say of a flow, beside what packets say. */
import { type Field, field, G } from './field.ts';

export const FLOW_LOG_FIELDS: readonly Field[] = [
  field('Flow log', 'source', 'text', 'Source', 'the log that the flow comes from; absent for flows from packets', {
    ...G,
    fact: 'text',
  }),
  field('Flow log', 'decision', 'text', 'Decision', 'allowed or denied, by the rules of the network', {
    ...G,
    fact: 'text',
  }),
  field('Flow log', 'direction', 'text', 'Direction', 'inbound or outbound, as the network interface sees it', {
    ...G,
    fact: 'text',
  }),
  field('Flow log', 'rule', 'text', 'Rule', 'security rule that decided; for AWS the reason of a rejection', {
    ...G,
    fact: 'text',
  }),
  field('Flow log', 'encryption', 'text', 'Encryption', "the virtual network's own encryption", { ...G, fact: 'text' }),
  field('Flow log', 'nic', 'text', 'Interface', 'network interface that was logged: its MAC or its identifier', {
    ...G,
    fact: 'text',
  }),
  field('Flow log', 'log.resource', 'text', 'Logged for', 'security group, virtual network or VPC of the log', {
    ...G,
    fact: 'text',
  }),
  field('Flow log', 'log.app', 'text', 'Logged service', 'application protocol as the log names it (Zeek: service)', {
    ...G,
    fact: 'text',
  }),
  field('Flow log', 'log.state', 'text', 'Logged state', "connection state as the log says it (Zeek's conn_state)", {
    ...G,
    fact: 'text',
  }),
  field('Flow log', 'log.id', 'text', 'Logged identifier', "the log's own identifier of the flow (Zeek: uid)", {
    fact: 'text',
  }),
];

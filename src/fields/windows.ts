/** Windows networks: SMB, NTLM, Kerberos, LDAP, RDP. */
import { type Field, field, G } from './field.ts';

export const WINDOWS_FIELDS: readonly Field[] = [
  field('Windows', 'smb.dialect', 'text', 'SMB dialect', 'dialect the server chose: NT LM 0.12, 2.1, 3.1.1', {
    ...G,
    fact: 'text',
  }),
  field('Windows', 'smb.share', 'text', 'SMB share', 'shares the client connected to', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['smb2.tree', 'smb.path'],
  }),
  field('Windows', 'smb.file', 'text', 'SMB file', 'first file or pipe the client opened', {
    ...G,
    fact: 'text',
    aliases: ['smb2.filename'],
  }),
  field('Windows', 'smb.status', 'text', 'SMB error', 'first error the server answered, by its NTSTATUS name', {
    ...G,
    fact: 'text',
    aliases: ['smb2.nt_status', 'smb.nt_status'],
  }),
  field('Windows', 'ntlm.domain', 'text', 'NTLM domain', 'domain of the user in NTLM', {
    ...G,
    fact: 'text',
    aliases: ['ntlmssp.auth.domain'],
  }),
  field('Windows', 'ntlm.workstation', 'text', 'NTLM workstation', 'name of the client in NTLM', {
    ...G,
    fact: 'text',
    aliases: ['ntlmssp.auth.hostname'],
  }),
  field('Windows', 'kerberos.realm', 'text', 'Kerberos realm', 'realm of the service asked for', {
    ...G,
    fact: 'text',
  }),
  field('Windows', 'kerberos.service', 'text', 'Kerberos service', 'service a ticket was asked for', {
    ...G,
    fact: 'text',
    aliases: ['kerberos.snamestring'],
  }),
  field('Windows', 'kerberos.messages', 'text', 'Kerberos messages', 'kinds of messages seen: AS-REQ TGS-REP …', {
    ...G,
    fact: 'text',
    many: true,
  }),
  field('Windows', 'kerberos.error', 'text', 'Kerberos error', 'first error by its name in RFC 4120 §7.5.9', {
    ...G,
    fact: 'text',
    aliases: ['kerberos.error_code'],
  }),
  field('Windows', 'kerberos.cipher', 'text', 'Kerberos cipher', 'encryption of the ticket that was given', {
    ...G,
    fact: 'text',
    aliases: ['kerberos.etype'],
  }),
  field('Windows', 'ldap.operation', 'text', 'LDAP operations', 'operations the client asked for', {
    ...G,
    fact: 'text',
    many: true,
  }),
  field('Windows', 'ldap.result', 'text', 'LDAP result', 'result of the first bind or operation, RFC 4511 §4.1.9', {
    ...G,
    fact: 'text',
    aliases: ['ldap.resultcode'],
  }),
  field('Windows', 'ldap.base', 'text', 'LDAP base', 'base of the first search', {
    ...G,
    fact: 'text',
    aliases: ['ldap.baseobject'],
  }),
  field(
    'Windows',
    'dcerpc.interface',
    'text',
    'RPC interfaces',
    'interfaces of DCE/RPC the client binds to: samr, netlogon, …',
    {
      ...G,
      fact: 'text',
      many: true,
      aliases: ['dcerpc.cn_bind_to_uuid'],
    },
  ),
  field('Windows', 'rdp.client', 'text', 'RDP client', 'name of the computer that connects by Remote Desktop', {
    ...G,
    fact: 'text',
    aliases: ['rdp.client.name'],
  }),
  field('Windows', 'rdp.security', 'text', 'RDP security', 'protection the server chose: rdp, tls, credssp, …', {
    ...G,
    fact: 'text',
  }),
];

/** Mail and files. */
import { type Field, field, G } from './field.ts';

export const MAIL_FIELDS: readonly Field[] = [
  field('Mail and files', 'smtp.from', 'text', 'Mail from', 'sender of the first mail, as its envelope says', {
    ...G,
    fact: 'text',
  }),
  field('Mail and files', 'smtp.to', 'text', 'Mail to', 'recipients, as the envelope says; the first few', {
    ...G,
    fact: 'text',
    many: true,
  }),
  field('Mail and files', 'smtp.helo', 'text', 'Mail client name', 'name the sender greets with (EHLO, HELO)', {
    ...G,
    fact: 'text',
  }),
  field('Mail and files', 'ftp.file', 'text', 'FTP file', 'first file fetched or stored', { ...G, fact: 'text' }),
  field('Mail and files', 'tftp.file', 'text', 'TFTP file', 'file asked for', {
    ...G,
    fact: 'text',
    aliases: ['tftp.source_file', 'tftp.destination_file'],
  }),
  field('Mail and files', 'database', 'text', 'Database', 'name of the database the client opens', {
    ...G,
    fact: 'text',
    aliases: ['mysql.schema'],
  }),
  field('Mail and files', 'bittorrent.hash', 'text', 'Torrent', 'info hash of the torrent', {
    ...G,
    fact: 'text',
    aliases: ['bittorrent.info_hash'],
  }),
];

/** What users put on flows and hosts. */
import { type Field, field, G } from './field.ts';

export const MARK_FIELDS: readonly Field[] = [
  field(
    'Tags and notes',
    'tag',
    'text',
    'Tags',
    'tags that you put on the flow; with several, commas stand between them',
    {
      ...G,
      many: true,
    },
  ),
  field('Tags and notes', 'note', 'text', 'Note', 'what you noted about the flow'),
  field('Tags and notes', 'ip.tag', 'text', 'Host tags', 'tags that you put on the host at either end', {
    ...G,
    many: true,
    either: ['src.tag', 'dst.tag'],
  }),
  field('Tags and notes', 'src.tag', 'text', 'Source tags', 'tags that you put on the initiator', {
    ...G,
    many: true,
    side: 'src',
  }),
  field('Tags and notes', 'dst.tag', 'text', 'Destination tags', 'tags that you put on the responder', {
    ...G,
    many: true,
    side: 'dst',
  }),
  field('Tags and notes', 'ip.note', 'text', 'Host note', 'what you noted about the host at either end', {
    either: ['src.note', 'dst.note'],
  }),
  field('Tags and notes', 'src.note', 'text', 'Source note', 'what you noted about the initiator', { side: 'src' }),
  field('Tags and notes', 'dst.note', 'text', 'Destination note', 'what you noted about the responder', {
    side: 'dst',
  }),
];

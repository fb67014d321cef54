/** The field table's words in the page's language. The fields' own names, which the filter speaks, stay English. */
import { FIELD_BY_KEY, type Field } from '#fields/table.ts';
import { textFor } from './t.ts';

export const labelOf = (field: Field): string => textFor(field.label);
export const aboutOf = (field: Field): string => textFor(field.about);
export const sectionOf = (field: Field): string => textFor(field.section);

/** tls.sni → Server name; what is no field as it is */
export function fieldLabel(key: string): string {
  const field = FIELD_BY_KEY.get(key);
  return field ? labelOf(field) : key;
}

/** A label within a sentence: “DNS latency” stays, “Packet size” loses its capital. */
export const inSentence = (label: string): string =>
  /^\p{Lu}[\p{Lu}\d-]/u.test(label) ? label : label[0]!.toLowerCase() + label.slice(1);

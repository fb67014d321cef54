/** A summary as text for people. */
import type { Summary } from '#app/summary.ts';
import { bytes, count, pad, printable, seconds } from './format.ts';

export function summaryText(summary: Summary): string {
  const lines: string[] = [];
  const line = (label: string, value: string): void => void lines.push(`${label.padEnd(13)}${value}`);
  for (const file of summary.files) {
    line('File', printable(file.name));
    line(
      '',
      `${bytes(file.size)}, ${file.format}, ${file.linkTypes.join(', ') || 'no link type'}${file.snapLen > 0 ? `, snap length ${count(file.snapLen)}` : ''}`,
    );
    if (file.sha256 !== undefined) line('', `sha256 ${file.sha256}`);
  }
  line('Packets', `${count(summary.packets)} (${bytes(summary.bytes)})`);
  line('Flows', count(summary.flows));
  if (summary.first !== undefined && summary.last !== undefined) {
    line('First', summary.first);
    line('Last', `${summary.last} (${seconds((Date.parse(summary.last) - Date.parse(summary.first)) / 1000)})`);
  }
  const { decoded, truncated, malformed, unsupported } = summary.accounts;
  line('Decoded', count(decoded));
  line('Truncated', count(truncated));
  line('Malformed', count(malformed));
  line('Unsupported', count(unsupported));
  if (summary.apps.length > 0) {
    lines.push(
      '',
      `${'Application'.padEnd(18)}${pad('Flows', 12, 'right')}${pad('Packets', 14, 'right')}${pad('Bytes', 12, 'right')}`,
    );
    for (const app of summary.apps) {
      const numbers = `${pad(count(app.flows), 12, 'right')}${pad(count(app.packets), 14, 'right')}${pad(bytes(app.bytes), 12, 'right')}`;
      lines.push(`${app.app.padEnd(18)}${numbers}`);
    }
  }
  for (const warning of summary.warnings) lines.push(`Warning: ${printable(warning)}`);
  return `${lines.join('\n')}\n`;
}

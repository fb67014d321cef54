/** A summary as text for people. */

import type { CaptureFile, Quality, QualityItem } from '#app/model.ts';
import { inSentence } from '#app/questions/quality.ts';
import type { Summary } from '#app/questions/summary.ts';
import { bytes, count, counted, pad, printable, seconds } from './format.ts';

/** Of a folder with thousands. */
const MOST_FILES = 20;
const MOST_WARNINGS = 50;
const MOST_COMMENTS = 5;
const MOST_INTERFACES = 8;

export function summaryText(summary: Summary): string {
  const lines: string[] = [];
  const line = (label: string, value: string): void => void lines.push(`${label.padEnd(13)}${value}`);
  for (const file of summary.files.slice(0, MOST_FILES)) {
    line('File', printable(file.name));
    line(
      '',
      `${bytes(file.size)}${packed(file)}, ${file.format}, ${file.linkTypes.join(', ') || 'no link type'}${file.snapLen > 0 ? `, snap length ${count(file.snapLen)}` : ''}`,
    );
    const about = [file.application, file.os, file.hardware].filter((text) => text !== undefined);
    if (about.length > 0) line('', `by ${printable(about.join(', '))}`);
    for (const one of interfaces(file)) line('', printable(one));
    for (const { text, packet } of file.comments?.slice(0, MOST_COMMENTS) ?? [])
      line('', `comment${packet === undefined ? '' : ` on packet ${count(packet)}`}: ${printable(text)}`);
    const more = (file.commentCount ?? 0) - Math.min(MOST_COMMENTS, file.comments?.length ?? 0);
    if (more > 0) line('', `and ${counted(more, 'more comment')}`);
    if (file.secrets !== undefined) line('', `holds decryption secrets (${[...new Set(file.secrets)].join(', ')})`);
    if (file.sha256 !== undefined) line('', `sha256 ${file.sha256}`);
  }
  if (summary.files.length > MOST_FILES) line('', `and ${counted(summary.files.length - MOST_FILES, 'more file')}`);
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
  lines.push('', ...qualityLines(summary.quality));
  for (const warning of summary.warnings.slice(0, MOST_WARNINGS)) lines.push(`Warning: ${printable(warning)}`);
  if (summary.warnings.length > MOST_WARNINGS)
    lines.push(`and ${counted(summary.warnings.length - MOST_WARNINGS, 'more warning')}`);
  return `${lines.join('\n')}\n`;
}

/** What is as it should be in one line; the rest with what it means and how to see it. */
function qualityLines({ text, items }: Quality): string[] {
  const good = items.filter((item) => item.standing === 'good').map(goodWords);
  const lines = [`${'Quality'.padEnd(13)}${text}`];
  if (good.length > 0) lines.push(...wrapped(`As it should be: ${good.join(', ')}.`));
  for (const item of items) {
    if (item.standing === 'good' && item.key !== 'identified') continue;
    const how =
      item.standing === 'unknown' ? '' : `: ${amount(item.count, item)} of ${amount(item.of, item)} (${percent(item)})`;
    lines.push(`  ${item.label}${how}`, ...wrapped(item.text));
    for (const part of item.parts)
      lines.push(`      ${printable(part.label)}${item.unit === 'files' ? '' : `: ${count(part.count)}`}`);
    if (item.filter !== undefined && item.standing !== 'good' && item.count > 0)
      lines.push(`      See them with --filter '${item.filter}'`);
  }
  return lines;
}

/** "no truncated packets"; what is counted because it is good stands as it is. */
function goodWords({ key, label }: QualityItem): string {
  const words = inSentence(label);
  return key === 'readable' || key === 'identified' ? words : `no ${words}`;
}

const amount = (value: number, { unit }: QualityItem): string =>
  unit === 'bytes' ? bytes(value) : counted(value, unit.slice(0, -1));

function percent({ count: some, of }: QualityItem): string {
  if (of === 0) return '-';
  const share = (some / of) * 100;
  return share > 0 && share < 0.01 ? 'less than 0.01 %' : `${share.toFixed(share > 0 && share < 1 ? 2 : 1)} %`;
}

const WIDTH = 100;

/** A paragraph in lines, set in. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '     ';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '     ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** " (gzip, 631 kB unpacked)" */
export function packed({ containers, captureSize }: CaptureFile): string {
  if (containers === undefined || captureSize === undefined) return '';
  return ` (${containers.join(' of ')}, ${bytes(captureSize)} unpacked)`;
}

/** A line each for those that have a name, a filter, or tell what they lost. */
function interfaces({ interfaces: all = [] }: CaptureFile): readonly string[] {
  const lines = all.flatMap((one) => {
    const { name, description, filter, droppedByInterface = 0, droppedBySystem = 0 } = one;
    const lost = droppedByInterface + droppedBySystem;
    if (name === undefined && description === undefined && filter === undefined && lost === 0) return [];
    const called = [name, description === undefined ? undefined : `(${description})`].filter(
      (text) => text !== undefined,
    );
    const said = [
      called.join(' ') || 'without a name',
      ...(filter === undefined ? [] : [`filter ${filter}`]),
      ...(lost === 0 ? [] : [`${counted(lost, 'packet')} lost`]),
    ];
    return [`interface ${said.join(', ')}`];
  });
  const [shown, more] = [lines.slice(0, MOST_INTERFACES), lines.length - MOST_INTERFACES];
  return more > 0 ? [...shown, `and ${counted(more, 'more interface')}`] : shown;
}

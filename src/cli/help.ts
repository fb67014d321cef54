/** What --help prints: on all commands, or on one. */
import { COMMANDS, type CommandHelp, type Option } from './help-table.ts';

const WIDTH = 100;

/** The command that `words` begin with. */
export function commandOf(words: readonly string[]): CommandHelp | undefined {
  return COMMANDS.find(({ name }) => name.split(' ').every((word, index) => word === words[index]));
}

/** Help on the command that `words` begin with; on all where there is none. */
export function helpOn(words: readonly string[]): string {
  const one = commandOf(words);
  if (one !== undefined) return commandText(one);
  const group = words.length === 0 ? [] : COMMANDS.filter(({ name }) => name.startsWith(`${words[0]} `));
  return group.length > 0 ? groupText(words[0]!, group) : commonText();
}

const line = (usage: string): string => `  capscope ${usage}`;

function commandText({ name, usage, about, more, options, examples }: CommandHelp): string {
  return [
    ...wrapped(`capscope ${name}: ${about}`, 0),
    '',
    ...usage.map(line),
    '',
    ...(more === undefined ? [] : [...wrapped(more, 0), '']),
    'Options:',
    ...optionLines([...options, HELP_OPTION]),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function groupText(word: string, group: readonly CommandHelp[]): string {
  return [
    `capscope ${word} …`,
    '',
    ...group.flatMap(listed),
    '',
    `capscope ${group[0]!.name} --help shows its options; likewise the others.`,
    '',
  ].join('\n');
}

function commonText(): string {
  return [
    'Capscope shows what is in packet captures.',
    '',
    ...COMMANDS.flatMap(listed),
    '',
    'capscope COMMAND --help shows its options, their defaults, and examples.',
    'A FILE is a capture or a flow log, also compressed or in an archive; a folder stands for all captures in',
    'it; "-" is standard input. A URL may also be tcp://HOST:PORT, a PCAP-over-IP stream that Ctrl-C ends.',
    '',
    'Options of several commands:',
    ...optionLines([...sharedOptions(), HELP_OPTION, { name: 'version', short: 'v', text: 'the version' }]),
    '',
    'Filters: app == tls and dst.country in {NL DE} and bytes > 1MB and not ip == 10.0.0.0/8',
    'Exit status: 0 done · 1 the input cannot be read · 2 wrong usage · 70 a bug of ours',
    '',
  ].join('\n');
}

const HELP_OPTION: Option = { name: 'help', short: 'h', text: 'this text' };

const listed = ({ usage, about }: CommandHelp): readonly string[] => [...usage.map(line), ...wrapped(about, 6)];

/** Options that at least three commands have in common (azure's subcommands count as one). */
function sharedOptions(): readonly Option[] {
  const uses = new Map<Option, Set<string>>();
  for (const { name, options } of COMMANDS)
    for (const option of options) uses.set(option, (uses.get(option) ?? new Set()).add(name.split(' ')[0]!));
  return [...uses].flatMap(([option, words]) => (words.size >= 3 ? [option] : []));
}

const flagOf = ({ name, short, takes }: Option): string =>
  `${short === undefined ? '' : `-${short}, `}--${name}${takes === undefined ? '' : ` ${takes}`}`;

const MOST_FLAG = 26;

function optionLines(options: readonly Option[]): readonly string[] {
  const flags = options.map(flagOf);
  const column = 4 + Math.min(MOST_FLAG, Math.max(...flags.map(({ length }) => length)));
  return options.flatMap(({ text, defaultsTo }, index) => {
    const lines = wrapped(defaultsTo === undefined ? text : `${text} (default: ${defaultsTo})`, column);
    const head = `  ${flags[index]!}`;
    if (head.length + 2 > column) return [head, ...lines];
    return [head.padEnd(column) + lines[0]!.slice(column), ...lines.slice(1)];
  });
}

function wrapped(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let now = ' '.repeat(indent);
  for (const word of text.split(' ')) {
    if (now.length + word.length + 1 > WIDTH && now.trim() !== '') {
      lines.push(now);
      now = ' '.repeat(indent);
    }
    now += now.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, now];
}

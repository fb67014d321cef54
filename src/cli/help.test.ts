import { expect, test, vi } from 'vitest';
import { helpOn } from './help.ts';
import { COMMANDS } from './help-table.ts';
import type { readArguments } from './usage.ts';

class Asked extends Error {
  readonly options: Readonly<Record<string, { readonly type: string; readonly short?: string | undefined }>>;
  constructor(options: Asked['options']) {
    super('asked');
    this.options = options;
  }
}

vi.mock('./usage.ts', async (original) => ({
  ...(await original<object>()),
  readArguments: (...[, options]: Parameters<typeof readArguments>) => {
    throw new Asked(options);
  },
}));

async function optionsOf(command: string): Promise<Asked['options']> {
  const [word = '', ...rest] = command.split(' ');
  const loaded = (await import(`./commands/${word}.ts`)) as Record<string, (args: readonly string[]) => Promise<void>>;
  const run = loaded[word === 'import' ? 'importCommand' : word]!;
  const args = command === 'azure capture' ? ['capture', 'list'] : rest;
  const asked = await Promise.resolve()
    .then(() => run(args))
    .catch((error: unknown) => error);
  if (!(asked instanceof Asked)) throw asked;
  return asked.options;
}

test.each(COMMANDS.map(({ name }) => name))(
  'the help on %s names every option that it takes, and no other',
  async (name) => {
    const taken = Object.entries(await optionsOf(name)).map(([option, { type, short }]) => ({
      option,
      short,
      takes: type === 'string',
    }));
    const told = COMMANDS.find((one) => one.name === name)!.options.map(({ name: option, short, takes }) => ({
      option,
      short,
      takes: takes !== undefined,
    }));
    const byName = (a: { option: string }, b: { option: string }): number => (a.option < b.option ? -1 : 1);
    expect(told.sort(byName)).toEqual(taken.sort(byName));
  },
);

test('each command has a text of its own, with examples of itself; without one all are listed', () => {
  for (const { name, examples } of COMMANDS) {
    const text = helpOn(name.split(' '));
    expect(text).toMatch(new RegExp(`^capscope ${name}: `));
    for (const example of examples) expect(text).toContain(`  ${example}\n`);
    expect(
      examples.some((example) => example.includes(`capscope ${name}`)),
      name,
    ).toBe(true);
    expect(helpOn([]), name).toContain(`capscope ${name === 'serve' ? '[serve]' : name} `);
  }
  for (const line of [helpOn([]), ...COMMANDS.map(({ name }) => helpOn(name.split(' ')))].join('\n').split('\n'))
    expect(line.length, line).toBeLessThan(120);
  expect(helpOn(['azure', 'capture', 'start', 'NAME'])).toMatch(/^capscope azure capture: /);
  expect(helpOn(['azure'])).toContain('capscope azure watch ');
});

import { openBrowser } from '../browser.ts';
import { SERVER_OPTIONS, startServer } from '../start-server.ts';
import { readArguments, usage } from '../usage.ts';

/** Runs the server until it is stopped. */
export async function serve(args: readonly string[], { browser = false } = {}): Promise<void> {
  const { values, positionals } = readArguments(args, SERVER_OPTIONS);
  if (positionals.length > 0) throw usage(`serve takes no files; to look at one: capscope open ${positionals[0]}`);
  const { address } = await startServer(values);
  process.stdout.write(`Capscope is at ${address}\n`);
  if (browser && !values['no-browser']) openBrowser(address);
}

/** capscope azure: storage and Network Watcher. */
import { usage } from '../usage.ts';

export async function azure(args: readonly string[]): Promise<void> {
  const [what, ...rest] = args;
  if (what === undefined || args.includes('--help') || args.includes('-h'))
    return void process.stdout.write((await import('../help.ts')).AZURE_HELP);
  switch (what) {
    case 'list':
    case 'import':
      return (await import('./azure/blobs.ts')).blobs(what, rest);
    case 'watch':
      return (await import('./azure/watch.ts')).watch(rest);
    case 'capture':
      return (await import('./azure/capture.ts')).capture(rest);
    default:
      throw usage('capscope azure is followed by list, import, watch or capture');
  }
}

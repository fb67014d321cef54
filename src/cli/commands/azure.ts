/** capscope azure: storage and Network Watcher. */
import { usage } from '../usage.ts';

export async function azure(args: readonly string[]): Promise<void> {
  const [what, ...rest] = args;
  if (what === undefined) return void process.stdout.write((await import('../help.ts')).helpOn(['azure']));
  switch (what) {
    case 'list':
      return (await import('./azure/blobs.ts')).list(rest);
    case 'import':
      return (await import('./azure/blobs.ts')).importBlobs(rest);
    case 'watch':
      return (await import('./azure/watch.ts')).watch(rest);
    case 'capture':
      return (await import('./azure/capture.ts')).capture(rest);
    default:
      throw usage('capscope azure is followed by list, import, watch or capture');
  }
}

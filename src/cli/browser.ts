/** Opens the user's browser where there is a desktop to show it. */
import { spawn } from 'node:child_process';

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

/** The command that opens an address; undefined where nobody would see it: CI, no display, over SSH. */
export function browserCommand({ env, platform }: Surroundings): readonly string[] | undefined {
  if (env.CI || env.SSH_CONNECTION) return undefined;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  if (env.DISPLAY || env.WAYLAND_DISPLAY) return ['xdg-open'];
  return undefined;
}

export function openBrowser(address: string): void {
  const [command, ...args] = browserCommand({ env: process.env, platform: process.platform }) ?? [];
  if (command === undefined) return;
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  // No browser is no failure: the address has been printed.
  child.on('error', () => {});
  child.unref();
}

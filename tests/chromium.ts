/** The browser for tests: CAPSCOPE_CHROMIUM, or the machine's Chromium or Chrome. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of a browser, or undefined. */
export function findChromium(): string | undefined {
  const named = process.env.CAPSCOPE_CHROMIUM;
  if (named !== undefined) return named;
  return PLACES.find((place) => existsSync(place));
}

/** What playwright-core needs to start it: no network of its own, no first-run pages. */
export function chromiumOptions(executablePath: string): { executablePath: string; args: string[] } {
  return {
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  };
}

/** Installs Debian's Chromium where this is root and apt-get is there; otherwise says how. */
export function installChromium(): void {
  const root = process.getuid?.() === 0;
  if (root && existsSync('/usr/bin/apt-get')) {
    console.log("No Chromium found: installing Debian's (apt-get install chromium) for the browser tests.");
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  if (findChromium() === undefined) {
    console.log(
      'No Chromium found: the browser tests are skipped. Install Chromium or Chrome, or set CAPSCOPE_CHROMIUM to its path.',
    );
  }
}

/**
 * Builds dist: geography tables, the program, the pages, the sample. Parts that are up to date are left alone. Run by
 * `npm ci` in a checkout (prepare) and before publishing; a published package has dist and needs none of it.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

/** Entries of the program, by their path in src: the command and what runs in worker threads. */
const ENTRIES = [
  'cli/main',
  'store/worker',
  'app/import/decode/decode-worker',
  'app/import/feed/feed-worker',
  'app/import/logs/log-worker',
  'app/packets/scan-worker',
  'sources/intake/intake-worker',
  'sources/unpack/unpack-worker',
];

async function newest(paths: readonly string[]): Promise<number> {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const info = await stat(path);
    if (!info.isDirectory()) {
      if (!path.endsWith('.test.ts')) latest = Math.max(latest, info.mtimeMs);
      continue;
    }
    const names = await readdir(path);
    latest = Math.max(latest, await newest(names.map((name) => join(path, name))));
  }
  return latest;
}

interface Part {
  readonly name: string;
  /** files and folders it is made from; the part is skipped when none is newer than its stamp */
  readonly from: readonly string[];
  /** undefined: built; a reason: left out */
  build(): Promise<string | undefined>;
}

const inRoot = (...paths: string[]): string[] => paths.map((path) => join(ROOT, path));

const geography: Part = {
  name: 'geo',
  from: inRoot('scripts/build-geo.ts', 'scripts/build-vendors.ts', 'src/enrich', 'src/registry', 'package-lock.json'),
  async build() {
    const script = join(ROOT, 'scripts/build-geo.ts');
    if (!existsSync(script)) return 'scripts/build-geo.ts is missing';
    const { buildGeo } = (await import('./build-geo.ts')) as { buildGeo(outDir: string): Promise<unknown> | unknown };
    await mkdir(join(DIST, 'geo'), { recursive: true });
    await buildGeo(join(DIST, 'geo'));
    const { buildVendors } = (await import('./build-vendors.ts')) as { buildVendors(outDir: string): void };
    buildVendors(join(DIST, 'geo'));
    return undefined;
  },
};

const program: Part = {
  name: 'program',
  from: inRoot(
    ...['base', 'registry', 'fields', 'capture', 'wire', 'dissect', 'flow', 'enrich', 'query'].map((l) => `src/${l}`),
    ...['store', 'sources', 'app', 'server', 'cli', '../package.json', '../scripts/build.ts'].map((l) => `src/${l}`),
  ),
  async build() {
    const entries = ENTRIES.filter((entry) => existsSync(join(ROOT, 'src', `${entry}.ts`)));
    if (entries.length < ENTRIES.length) return `missing: ${ENTRIES.filter((e) => !entries.includes(e)).join(', ')}`;
    const { rolldown } = await import('rolldown');
    const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const external = Object.keys(manifest.dependencies).map((name) => new RegExp(`^${name}(/|$)`));
    const bundle = await rolldown({
      cwd: ROOT,
      input: Object.fromEntries(entries.map((entry) => [entry, `src/${entry}.ts`])),
      platform: 'node',
      external: [/^node:/, ...external],
      tsconfig: false,
    });
    for (const folder of ['cli', 'store', 'app', 'chunks'])
      await rm(join(DIST, folder), { recursive: true, force: true });
    await bundle.write({
      dir: DIST,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      // base/program.ts finds everything else from its own place, so it must lie one folder below dist.
      codeSplitting: { groups: [{ name: 'program', test: /src\/base\/program\.ts$/ }] },
    });
    await bundle.close();
    return undefined;
  },
};

const COMPRESSED = /\.(js|css|html|svg|json|txt|map)$/;

/** Writes file.br and file.gz beside each text of the pages, so that the server never compresses. */
async function compressAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await compressAll(path);
    else if (COMPRESSED.test(entry.name) && (await stat(path)).size > 1024) {
      const text = await readFile(path);
      const [br, gz] = await Promise.all([
        promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
        promisify(gzip)(text, { level: 9 }),
      ]);
      await writeFile(`${path}.br`, br);
      await writeFile(`${path}.gz`, gz);
    }
  }
}

const pages: Part = {
  name: 'web',
  from: inRoot('src/web', 'src/base', 'src/registry', 'src/fields', 'src/query', 'vite.config.ts', 'package-lock.json'),
  async build() {
    const root = join(ROOT, 'src/web');
    if (!existsSync(join(root, 'index.html'))) return 'src/web/index.html is missing';
    const vite = await import('vite');
    const config = join(ROOT, 'vite.config.ts');
    await vite.build({
      root,
      configFile: existsSync(config) ? config : false,
      logLevel: 'warn',
      build: { outDir: join(DIST, 'web'), emptyOutDir: true, chunkSizeWarningLimit: 4096 },
    });
    await compressAll(join(DIST, 'web'));
    return undefined;
  },
};

const sample: Part = {
  name: 'sample',
  from: inRoot('sample/sample.pcapng'),
  async build() {
    const from = join(ROOT, 'sample/sample.pcapng');
    if (!existsSync(from)) return 'sample/sample.pcapng is missing';
    await mkdir(join(DIST, 'sample'), { recursive: true });
    await copyFile(from, join(DIST, 'sample/sample.pcapng'));
    return undefined;
  },
};

/** The stamp carries the time at which the build began: what changed while it ran is newer. */
async function writeStamp(path: string, began: Date): Promise<void> {
  await writeFile(path, '');
  await utimes(path, began, began);
}

async function build(part: Part, force: boolean): Promise<void> {
  const began = new Date();
  const stamp = join(DIST, `.stamp-${part.name}`);
  if (!force && existsSync(stamp) && (await stat(stamp)).mtimeMs > (await newest(part.from))) return;
  const leftOut = await part.build();
  if (leftOut !== undefined) {
    console.log(`build: ${part.name} left out: ${leftOut}`);
    return;
  }
  await writeStamp(stamp, began);
  console.log(`build: ${part.name} in ${((Date.now() - began.getTime()) / 1000).toFixed(1)} s`);
}

const chosen = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const force = process.argv.includes('--force');
await mkdir(DIST, { recursive: true });
const began = new Date();
for (const part of [geography, program, pages, sample]) {
  if (chosen.length === 0 || chosen.includes(part.name)) await build(part, force);
}
if (existsSync(join(DIST, '.stamp-program'))) {
  const upToDate = (await stat(join(DIST, '.stamp-program'))).mtimeMs > (await newest(program.from));
  if (upToDate) await writeStamp(join(DIST, '.stamp'), began);
}

/**
 * Where the program's own files lie, both from the sources (src/**.ts) and from the build (dist/**.js). The build puts
 * this file one folder below dist, as the sources have it one folder below src; both lie one below the package.
 */

/** True when running from the build, false when Node strips the types of the sources. */
const BUILT = !import.meta.url.endsWith('.ts');

const HOME = new URL('../', import.meta.url);

/** Folder of the package: package.json, dist. */
export const PACKAGE_ROOT: URL = new URL('../', HOME);

/** URL of an entry of the program, named without suffix by its path in src: for `new Worker(programFile('store/worker'))`. */
export function programFile(entry: string): URL {
  return new URL(`${entry}${BUILT ? '.js' : '.ts'}`, HOME);
}

/** URL of data the build makes, by its path in dist: geo/…, sample/…, web/… */
export function builtFile(path: string): URL {
  return new URL(`dist/${path}`, PACKAGE_ROOT);
}

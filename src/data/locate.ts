/**
 * Where a dataset's files are looked for on this machine, in order: the folder that the user named (`--data`, else
 * `LIONLAB_DATA`), the user's cache, the folder of Debian's package.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { LabError } from "../core/errors.ts";
import type { Dataset } from "./dataset.ts";

/** Environment variables, given so that tests can say what they are. */
export type Environment = { readonly [name: string]: string | undefined };

/** How to look: `dataDir` is the folder of `--data`; `env` is the process's by default. */
export interface LocateOptions {
  readonly dataDir?: string | undefined;
  readonly env?: Environment | undefined;
}

/**
 * The folder that holds all files of the dataset, or null where it has to be fetched. A folder named by the user may hold
 * the files itself or in a subfolder of the dataset's name, and may be the archive of a dataset that comes in one; it is never passed over in silence.
 * Errors: `data-not-in-folder` when the folder that the user named does not have them.
 */
export function locateDataset(dataset: Dataset, options: LocateOptions = {}): string | null {
  const env = options.env ?? process.env;
  const named = options.dataDir ?? (env.LIONLAB_DATA || undefined);
  if (named !== undefined)
    return namedFolder(dataset, named, options.dataDir === undefined ? "LIONLAB_DATA" : "--data");
  return placesOf(dataset, env).find((folder) => missingFiles(dataset, folder).length === 0) ?? null;
}

/** Whether `locateDataset` failed because the folder that the user named holds other things. */
export function isNotInFolder(error: unknown): boolean {
  return error instanceof LabError && error.code === "data-not-in-folder";
}

/** Folders that are searched when the user names none: the cache, then Debian's. */
export function placesOf(dataset: Dataset, env: Environment = process.env): readonly string[] {
  return [cacheFolder(dataset, env), ...(dataset.debian === null ? [] : [dataset.debian.folder])];
}

/** Folder of a dataset in the user's cache: `$XDG_CACHE_HOME/lionlab/NAME`, else `~/.cache/lionlab/NAME`. */
export function cacheFolder(dataset: Dataset, env: Environment = process.env): string {
  return join(cacheRoot(env), dataset.name);
}

/** The laboratory's folder in the user's cache. */
export function cacheRoot(env: Environment = process.env): string {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "lionlab");
}

/** Names of the dataset's files that a folder has neither packed nor unpacked. */
export function missingFiles(dataset: Dataset, folder: string): readonly string[] {
  if (unpackedFolder(dataset, folder) !== null) return [];
  return dataset.files
    .map(({ name }) => name)
    .filter((name) => !existsSync(join(folder, name)) && !existsSync(join(folder, name.replace(/\.gz$/, ""))));
}

/** The folder that holds the files of a dataset's unpacked archive: the given one or that inside it; null where neither does. */
export function unpackedFolder({ unpacked }: Dataset, folder: string): string | null {
  if (unpacked === null) return null;
  const candidates = [join(folder, unpacked.folder), folder];
  return candidates.find((inside) => unpacked.files.every((name) => existsSync(join(inside, name)))) ?? null;
}

function namedFolder(dataset: Dataset, named: string, by: string): string {
  const isArchive = dataset.unpacked !== null && dataset.files.some(({ name }) => name === basename(named));
  const candidates = isArchive ? [dirname(named)] : [named, join(named, dataset.name)];
  const found = candidates.find((folder) => missingFiles(dataset, folder).length === 0);
  if (found !== undefined) return found;
  const missing = missingFiles(dataset, named);
  throw new LabError(
    "data-not-in-folder",
    existsSync(named)
      ? `${dataset.title} was looked for in ${named} (${by}) and its subfolder ${dataset.name}, but there is no ${missing.join(", ")}. ` +
          `Name the folder that holds them, or leave ${by} out to have the dataset found or fetched.`
      : `${dataset.title} was looked for in ${named} (${by}), but there is no such folder. Check the path, or leave ${by} out.`,
    { folder: named, missing },
  );
}

/**
 * Brings a dataset into the user's cache: from the publisher's addresses, else out of Debian's package.
 *
 * Laws: each file's content is checked against its pin before it lands; it lands atomically under its name, so several
 * fetches at once, or one that was killed, do no harm and lose no finished file. Nothing replaces what could not be had.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import type { DataFile, Dataset } from "./dataset.ts";
import { withDebianPackage } from "./debian.ts";
import { downloadFile } from "./download.ts";
import { unpackGzip } from "./idx.ts";
import { cacheFolder, type Environment, missingFiles, placesOf } from "./locate.ts";

/** What happens during a fetch. `source` is an address or `Debian package NAME`; sizes in bytes. */
export type FetchEvent =
  | { readonly kind: "trying"; readonly source: string }
  | {
      readonly kind: "progress";
      readonly source: string;
      readonly file: string;
      readonly receivedBytes: number;
      readonly totalBytes: number | null;
    }
  | { readonly kind: "failed"; readonly source: string; readonly reason: string }
  | { readonly kind: "landed"; readonly source: string; readonly folder: string }
  /** Images of a folder were decoded. */
  | { readonly kind: "decoding"; readonly done: number; readonly total: number }
  /** A folder `test` without a folder for any class was passed over for `val`. */
  | { readonly kind: "passed-over"; readonly folder: string }
  /** Files that do not decode were left out. */
  | { readonly kind: "skipped"; readonly broken: readonly string[]; readonly total: number };

/** `connectSeconds`: how long one address may take to answer; two addresses stay below five seconds together. */
export interface FetchOptions {
  readonly onEvent?: ((event: FetchEvent) => void) | undefined;
  readonly env?: Environment | undefined;
  readonly connectSeconds?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fetches what the cache does not have yet and returns the cache's folder.
 * Errors: `data-not-available` with everything that was tried; `disk-full` and `no-permission` of the cache.
 */
export async function fetchIntoCache(dataset: Dataset, options: FetchOptions = {}): Promise<string> {
  const folder = cacheFolder(dataset, options.env);
  const failures: string[] = [];
  for (const source of sourcesOf(dataset, options)) {
    const wanted = dataset.files.filter(({ name }) => missingFiles(dataset, folder).includes(name));
    if (wanted.length === 0) return folder;
    options.onEvent?.({ kind: "trying", source: source.title });
    try {
      await source.fetch(wanted, folder);
      options.onEvent?.({ kind: "landed", source: source.title, folder });
      return folder;
    } catch (error) {
      if (isAboutUs(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      failures.push(`${source.title} (${reason})`);
      options.onEvent?.({ kind: "failed", source: source.title, reason });
    }
  }
  if (missingFiles(dataset, folder).length === 0) return folder;
  throw notAvailable(dataset, placesOf(dataset, options.env), failures);
}

interface Source {
  readonly title: string;
  fetch(files: readonly DataFile[], folder: string): Promise<void>;
}

function sourcesOf(dataset: Dataset, options: FetchOptions): readonly Source[] {
  const web = dataset.addresses.map((address) => ({
    title: address,
    fetch: (files: readonly DataFile[], folder: string) => fromAddress(address, { files, folder, options }),
  }));
  const { debian } = dataset;
  if (debian === null) return web;
  const title = `Debian package ${debian.package}`;
  const fetch = (files: readonly DataFile[], folder: string) =>
    fromDebian({ ...debian, title }, { files, folder, options });
  return [...web, { title, fetch }];
}

interface FetchWork {
  readonly files: readonly DataFile[];
  readonly folder: string;
  readonly options: FetchOptions;
}

async function fromAddress(address: string, { files, folder, options }: FetchWork): Promise<void> {
  for (const file of files) {
    const bytes = await downloadFile(address + file.name, {
      connectSeconds: options.connectSeconds ?? 2.4,
      signal: options.signal,
      onProgress: (receivedBytes, totalBytes) =>
        options.onEvent?.({ kind: "progress", source: address, file: file.name, receivedBytes, totalBytes }),
    });
    await land(file, bytes, folder);
  }
}

async function fromDebian(
  debian: { readonly package: string; readonly folder: string; readonly title: string },
  { files, folder, options }: FetchWork,
): Promise<void> {
  const onProgress = (file: string, receivedBytes: number, totalBytes: number | null): void =>
    options.onEvent?.({ kind: "progress", source: debian.title, file, receivedBytes, totalBytes });
  await withDebianPackage(debian.package, { onProgress, signal: options.signal }, async (root) => {
    for (const file of files) await land(file, await readFile(join(root, debian.folder, file.name)), folder);
  });
}

async function land(file: DataFile, bytes: Uint8Array, folder: string): Promise<void> {
  const found = sha256Hex(file.pins === "file" ? bytes : await unpackGzip(bytes, file.name));
  if (found !== file.sha256) {
    throw new Error(`${file.name} has other content than expected: SHA-256 ${found}, not ${file.sha256}`);
  }
  await writeFileAtomically(join(folder, file.name), bytes);
}

/** Failures that another source cannot mend: of our own disk, or the user's wish to stop. */
function isAboutUs(error: unknown): boolean {
  if (error instanceof LabError)
    return ["disk-full", "no-permission", "not-a-folder", "is-a-folder"].includes(error.code);
  return error instanceof Error && error.name === "AbortError";
}

function notAvailable(dataset: Dataset, places: readonly string[], failures: readonly string[]): LabError {
  return new LabError(
    "data-not-available",
    `${dataset.title} is needed, but it is not on this machine and could not be fetched. Looked in ${places.join(", ")}. ` +
      `Tried ${failures.join("; ")}. Put ${dataset.files.map(({ name }) => name).join(", ")} into a folder and name it with --data DIR` +
      `${dataset.debian === null ? "" : `, or install the Debian package ${dataset.debian.package}`}.`,
    { places, failures },
  );
}

/**
 * Files out of a Debian package, without installing it: `apt-get download`, then `dpkg-deb --extract` into a folder that
 * is removed afterwards.
 *
 * The package lists of the system are used where they know the package; otherwise they are fetched into the same folder,
 * so that neither root nor a change to the system is needed.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../core/make-folder.ts";

/** Progress of the package's bytes, and the user's wish to stop. */
export interface DebianOptions {
  readonly signal?: AbortSignal | undefined;
  onProgress?(file: string, receivedBytes: number, totalBytes: number | null): void;
}

/**
 * Unpacks `name` and calls `use` with the folder that stands for `/`.
 * Errors: an `Error` whose message reads as a reason (no apt-get, package not known, no network).
 */
export async function withDebianPackage<T>(
  name: string,
  options: DebianOptions,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "lionlab-debian-"));
  try {
    const lists = await knowingLists(name, folder, options);
    await downloadPackage(name, lists, { ...options, folder });
    const archive = (await readdir(folder)).find((entry) => entry.endsWith(".deb"));
    if (archive === undefined) throw new Error(`apt-get download ${name} left no package file`);
    await command("dpkg-deb", ["--extract", join(folder, archive), join(folder, "root")], { signal: options.signal });
    return await use(join(folder, "root"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const patience = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=15", "-o", "Acquire::https::Timeout=15"];

/** apt-get options that name package lists in which the package occurs: the system's, else fresh ones in `folder`. */
async function knowingLists(name: string, folder: string, options: DebianOptions): Promise<readonly string[]> {
  if (await knows(name, [], options)) return [];
  const state = join(folder, "lists");
  await makeFolder(join(state, "partial"));
  const own = [
    ["Dir::State::lists", state],
    ["Dir::Cache::pkgcache", ""],
    ["Dir::Cache::srcpkgcache", ""],
    ["APT::Sandbox::User", "root"],
  ].flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  options.onProgress?.("package lists", 0, null);
  await command("apt-get", [...patience, ...own, "update"], { signal: options.signal });
  if (await knows(name, own, options)) return own;
  throw new Error(`apt-get knows no package ${name}`);
}

async function knows(name: string, lists: readonly string[], { signal }: DebianOptions): Promise<boolean> {
  try {
    return (await printUris(name, lists, signal)) !== null;
  } catch (error) {
    if (error instanceof Error && error.message.includes("not installed")) throw error;
    return false;
  }
}

/** Address, file name and size in bytes of the package, as apt-get would fetch it. */
async function printUris(
  name: string,
  lists: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ file: string; bytes: number } | null> {
  const text = await command("apt-get", [...lists, "--print-uris", "download", name], { signal });
  const match = /^'[^']+' (\S+) (\d+) /m.exec(text);
  return match === null ? null : { file: match[1]!, bytes: Number(match[2]) };
}

async function downloadPackage(
  name: string,
  lists: readonly string[],
  options: DebianOptions & { readonly folder: string },
): Promise<void> {
  const { folder, signal, onProgress } = options;
  const about = await printUris(name, lists, signal);
  const watch = setInterval(async () => {
    const entry = (await readdir(folder).catch(() => [])).find((file) => file.includes(".deb"));
    const size =
      entry === undefined
        ? 0
        : await stat(join(folder, entry))
            .then((found) => found.size)
            .catch(() => 0);
    onProgress?.(about?.file ?? name, size, about?.bytes ?? null);
  }, 200);
  try {
    const args = [...patience, ...lists, "-o", "APT::Sandbox::User=root", "download", name];
    await command("apt-get", args, { cwd: folder, signal });
  } finally {
    clearInterval(watch);
  }
}

/** Runs a program without a shell and returns what it prints. */
function command(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly signal: AbortSignal | undefined },
): Promise<string> {
  const settings = { env: { ...process.env, LC_ALL: "C" }, maxBuffer: 1 << 26, ...options };
  return new Promise((resolve, reject) => {
    execFile(program, args, settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.name === "AbortError") reject(error);
      else if (error.code === "ENOENT") reject(new Error(`${program} is not installed`));
      else reject(new Error(`${program} failed: ${firstError(stderr) ?? error.message}`));
    });
  });
}

function firstError(stderr: string): string | null {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => line.startsWith("E:")) ?? lines.at(-1) ?? null;
}

/**
 * What reading a large folder once has shown, kept in the user's cache so that other processes need not read it all again.
 *
 * Facts belong to the files' paths, sizes and times of change: a changed file is read again. What cannot be kept, or is
 * damaged, costs another reading and nothing else.
 */
import { readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { sha256Hex } from "../core/hash.ts";
import { cacheRoot, type Environment } from "./locate.ts";

/** Fingerprint of a folder, and positions of the files that do not decode. */
export interface FolderFacts {
  readonly fingerprint: string;
  readonly broken: readonly number[];
}

/** Where the facts of files lie; `form` says what else they depend on. */
export async function factsFile(
  folder: string,
  {
    files,
    form,
    env,
  }: { readonly files: readonly string[]; readonly form: string; readonly env: Environment | undefined },
): Promise<string> {
  const lines: string[] = [form];
  for (const file of files) {
    const { size, mtimeMs } = await stat(file);
    lines.push(`${relative(folder, file)} ${size} ${mtimeMs}`);
  }
  return join(cacheRoot(env), "folders", `${sha256Hex(lines.join("\n")).slice(0, 32)}.json`);
}

/** The facts in a file, or null where there are none. */
export async function readFacts(file: string): Promise<FolderFacts | null> {
  try {
    const { fingerprint, broken } = JSON.parse(await readFile(file, "utf8")) as Partial<FolderFacts>;
    const usable = typeof fingerprint === "string" && /^[0-9a-f]{64}$/.test(fingerprint) && Array.isArray(broken);
    return usable ? { fingerprint, broken } : null;
  } catch {
    return null;
  }
}

/** Keeps facts, if that can be done. */
export async function writeFacts(file: string, facts: FolderFacts): Promise<void> {
  await writeFileAtomically(file, JSON.stringify(facts)).catch(() => {});
}

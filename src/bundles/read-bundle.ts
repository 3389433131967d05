/**
 * Reading a bundle: every file against its checksum, then the trials, line by line.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { LabError } from "../core/errors.ts";
import type { TrialRecord } from "../records/records.ts";
import { type BundleManifest, bundleFiles, bundleVersion } from "./write-bundle.ts";

/** Its manifest, once every file agreed with its checksum. `shown`: the path for sentences. Errors: `not-a-bundle`, `bundle-damaged`, `bundle-too-new`. */
export async function checkBundle(path: string, shown: string): Promise<BundleManifest> {
  const found = new Map<string, string>();
  const texts = new Map<string, string>();
  await forEachFile(path, shown, async (name, body) => {
    const hash = createHash("sha256");
    const kept: Buffer[] = [];
    const keeps = name === bundleFiles.manifest || name === bundleFiles.sums;
    for await (const chunk of body) {
      hash.update(chunk);
      if (keeps) kept.push(Buffer.from(chunk));
    }
    found.set(name, hash.digest("hex"));
    if (keeps) texts.set(name, Buffer.concat(kept).toString("utf8"));
  });
  const sums = texts.get(bundleFiles.sums);
  if (sums === undefined || !found.has(bundleFiles.manifest) || !found.has(bundleFiles.trials))
    throw notABundle(shown, `it lacks ${bundleFiles.sums}, ${bundleFiles.manifest} or ${bundleFiles.trials}`);
  for (const line of sums.trimEnd().split("\n")) {
    const [sum, name] = [line.slice(0, 64), line.slice(66)];
    if (found.get(name) !== sum) throw damaged(shown, `${name} is not what ${bundleFiles.sums} says`);
    found.delete(name);
  }
  found.delete(bundleFiles.sums);
  for (const name of found.keys()) throw damaged(shown, `${bundleFiles.sums} does not know ${name}`);
  return manifestOf(texts.get(bundleFiles.manifest)!, shown);
}

/** Its trials in the study's order. Errors: `bundle-damaged`. */
export async function forEachTrial(
  path: string,
  shown: string,
  use: (trial: TrialRecord, index: number) => void,
): Promise<void> {
  let index = 0;
  await forEachFile(path, shown, async (name, body) => {
    if (name !== bundleFiles.trials) return drain(body);
    for await (const line of linesOf(body)) use(trialOf(line, shown), index++);
  });
}

function manifestOf(text: string, shown: string): BundleManifest {
  const manifest = parsed(text, shown) as BundleManifest;
  if (manifest.bundleVersion > bundleVersion) {
    throw new LabError(
      "bundle-too-new",
      `${shown} is a bundle of version ${manifest.bundleVersion}, and this lionlab reads up to ${bundleVersion}: update lionlab.`,
    );
  }
  return manifest;
}

/** A line as a record: figures that there are not are null in it. */
function trialOf(line: string, shown: string): TrialRecord {
  const { study: _, ...trial } = parsed(line, shown) as TrialRecord & { readonly study: string };
  if (typeof trial.key !== "string" || typeof trial.config !== "object" || !Array.isArray(trial.epochs))
    throw damaged(shown, `a line of ${bundleFiles.trials} is no trial`);
  return trial;
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(shown, "what should be JSON is none");
  }
}

type Body = AsyncIterable<Uint8Array>;

/** Calls `use` with every file of the archive, by its path below the archive's folder; it must read the body to its end. */
async function forEachFile(
  path: string,
  shown: string,
  use: (name: string, body: Body) => Promise<void>,
): Promise<void> {
  const { createTarDecoder } = await import("modern-tar");
  try {
    const bytes = Readable.toWeb(createReadStream(path).pipe(createGunzip())) as ReadableStream<Uint8Array>;
    for await (const { header, body } of bytes.pipeThrough(createTarDecoder()) as unknown as AsyncIterable<Entry>) {
      if (header.type === "file") await use(header.name.replace(/^[^/]*\//, ""), body);
      else await drain(body);
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw notABundle(shown, error instanceof Error ? error.message : String(error));
  }
}

interface Entry {
  readonly header: { readonly name: string; readonly type?: string };
  readonly body: Body;
}

async function drain(body: Body): Promise<void> {
  for await (const _ of body);
}

async function* linesOf(body: Body): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}

function notABundle(shown: string, reason: string): LabError {
  return new LabError(
    "not-a-bundle",
    `${shown} must be an archive that lionlab bundle wrote, but is not (${reason}). Give another file, or the name of a run.`,
    { path: shown },
  );
}

function damaged(shown: string, reason: string): LabError {
  return new LabError(
    "bundle-damaged",
    `${shown} was changed after it was made: ${reason}. Get it again from where it came from.`,
    { path: shown },
  );
}

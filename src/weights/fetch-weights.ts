/**
 * Brings published weights into the user's cache.
 *
 * Laws: nothing is fetched without a checksum, or the beginning of one, to hold it against; what is there whole is not fetched again; what was
 * interrupted goes on where it stopped; a file lands atomically, and only when its SHA-256 is the wanted one.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { extname, join } from "node:path";
import { LabError } from "../core/errors.ts";
import type { Environment } from "../data/locate.ts";
import type { PublishedWeights } from "./catalogue.ts";
import { openPartialFile, type PartialFile, sha256Of } from "./partial-file.ts";

/** `sha256`: what the user asks for, where the catalogue has none. Patience in seconds: for the first answer, and in between. */
export interface FetchWeightsOptions {
  readonly sha256?: string | undefined;
  readonly env?: Environment;
  readonly connectSeconds?: number;
  readonly stallSeconds?: number;
  readonly signal?: AbortSignal;
  onProgress?(receivedBytes: number, totalBytes: number | null): void;
}

/** Where weights lie, or will: `$XDG_CACHE_HOME/lionlab/weights/NAME.ext`, else below `~/.cache`. */
export function weightsPath({ name, url }: PublishedWeights, env: Environment = process.env): string {
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  return join(base, "lionlab", "weights", `${name}${extname(new URL(url).pathname)}`);
}

/**
 * Fetches the weights unless they are there, and returns their path.
 * Errors: `checksum-needed`, `checksum-malformed`; `weights-not-available` with what went wrong; `weights-checksum` for other
 * content, which is not kept; `disk-full` and the like.
 */
export async function fetchWeights(weights: PublishedWeights, options: FetchWeightsOptions = {}): Promise<string> {
  const wanted = wantedChecksum(weights, options.sha256);
  const path = weightsPath(weights, options.env);
  if (existsSync(path)) {
    const found = await sha256Of(path);
    if (found.startsWith(wanted)) return path;
    throw otherContent(path, { found, wanted });
  }
  const part = await openPartialFile(path);
  await download(weights, part, options);
  const found = await part.sha256();
  if (!found.startsWith(wanted)) {
    await part.discard();
    throw otherContent(weights.url, { found, wanted });
  }
  await part.land();
  return path;
}

/** 64 digits, or the first of them where no more is known. */
function wantedChecksum({ name, url, sha256 }: PublishedWeights, given: string | undefined): string {
  if (given !== undefined && !/^[0-9a-f]{64}$/i.test(given)) {
    throw new LabError(
      "checksum-malformed",
      `--sha256 needs 64 hexadecimal digits, but "${given.slice(0, 80)}" was given.`,
    );
  }
  const asked = given?.toLowerCase();
  if (sha256 !== null && asked !== undefined && !asked.startsWith(sha256))
    throw otherContent(url, { found: sha256, wanted: asked });
  const wanted = asked ?? sha256;
  if (wanted !== null) return wanted;
  throw new LabError(
    "checksum-needed",
    `No checksum of ${name} is known here, and nothing is fetched without one. Get the file by hand (curl -L -o ${name}${extname(url)} ${url}) ` +
      "and give its path wherever weights are asked for; or, if you know its SHA-256 (its publisher shows none), give it with --sha256 HEX.",
  );
}

function otherContent(where: string, { found, wanted }: { readonly found: string; readonly wanted: string }): LabError {
  return new LabError(
    "weights-checksum",
    `The weights at ${where} have SHA-256 ${found}, not ${wanted.length < 64 ? `${wanted}…` : wanted}; nothing was replaced or kept. Check the checksum, or remove what is there.`,
    { where, found, wanted },
  );
}

async function download(weights: PublishedWeights, part: PartialFile, options: FetchWeightsOptions): Promise<void> {
  const patience = new AbortController();
  const clock = waiting(patience);
  clock.start(options.connectSeconds ?? 15, "no answer");
  try {
    const have = await part.size();
    const signals = options.signal === undefined ? [patience.signal] : [patience.signal, options.signal];
    const signal = AbortSignal.any(signals);
    let response = await fetch(weights.url, { signal, headers: have > 0 ? { range: `bytes=${have}-` } : {} });
    if (have > 0 && response.status === 416) {
      await response.body?.cancel();
      if (totalOf(response) === have) return; // all of it was there
      response = await fetch(weights.url, { signal });
    }
    const continues = response.status === 206 && startOf(response) === have;
    if (!response.ok || response.body === null || (response.status === 206 && !continues)) {
      throw new Error(`answered ${response.status} ${response.statusText}`.trim());
    }
    const begin = continues ? have : 0;
    const length = Number(response.headers.get("content-length"));
    const total = length > 0 && response.headers.get("content-encoding") === null ? begin + length : null;
    let received = begin;
    const body = response.body as AsyncIterable<Uint8Array>;
    async function* pieces(): AsyncIterable<Uint8Array> {
      for await (const piece of body) {
        clock.start(options.stallSeconds ?? 30, "no more bytes");
        received += piece.length;
        options.onProgress?.(received, total);
        yield piece;
      }
    }
    await part.append(pieces(), { restart: !continues });
    if (total !== null && received !== total) throw new Error(`it ended after ${received} of ${total} bytes`);
  } catch (error) {
    if (error instanceof LabError || options.signal?.aborted) throw error;
    const reason = patience.signal.aborted ? (patience.signal.reason as Error).message : reasonOf(error);
    throw new LabError(
      "weights-not-available",
      `The weights ${weights.name} could not be fetched from ${weights.url}: ${reason}. Run the command again to go on where it stopped, or fetch the file yourself and give its path instead of its name.`,
    );
  } finally {
    clock.stop();
  }
}

function waiting(patience: AbortController): { start(seconds: number, what: string): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    start(seconds, what) {
      clearTimeout(timer);
      timer = setTimeout(() => patience.abort(new Error(`${what} within ${seconds} s`)), seconds * 1000);
    },
    stop: () => clearTimeout(timer),
  };
}

/** `bytes 100-199/200` → 100. */
function startOf(response: Response): number | null {
  const match = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "");
  return match === null ? null : Number(match[1]);
}

/** The size after the stroke of a `content-range`. */
function totalOf(response: Response): number | null {
  const match = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "");
  return match === null ? null : Number(match[1]);
}

/** The cause behind fetch's "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause ? String(cause.code) : "";
  return code === "ENOTFOUND" || code === "EAI_AGAIN"
    ? "the host name is not known; is there a network?"
    : cause.message || code;
}

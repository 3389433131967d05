/**
 * What is asked of a run from elsewhere: a small file beside its store, which the run looks for while it runs.
 *
 * A file, not a signal: it reaches a run in another terminal, on every system, and a number of a process that has become another's does no
 * harm, for the run that is meant is named by its process and its beginning, and no other heeds the request.
 */
import { rm } from "node:fs/promises";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { readSmallFile } from "../core/small-file.ts";
import type { RunPulse } from "./run-progress.ts";

/** `pause`: what one Ctrl-C means; `stop`: what two mean. */
export type RunWish = "pause" | "stop";

/** A request, and the run that it is for. */
export interface RunRequest extends Pick<RunPulse, "pid" | "host" | "startedAt"> {
  readonly wish: RunWish;
}

/** Bytes that a request takes, at most: what is larger is none. */
const mostBytes = 4096;

/** The file of requests to the runs of a store. */
export function requestFile(store: string): string {
  return `${store}.request`;
}

/** Leaves a request in the place of one that lies there. Errors: those of `writeFileAtomically`, as `no-permission` in a folder that is read-only. */
export async function putRequest(store: string, { wish, pid, host, startedAt }: RunRequest): Promise<void> {
  await writeFileAtomically(requestFile(store), `${JSON.stringify({ form: 1, wish, pid, host, startedAt })}\n`);
}

/** The request that lies there if `isMeant` says that it is for the asker, and removes it then; else null. What cannot be read, or is no request, is none. */
export async function takeRequest(
  store: string,
  isMeant: (request: RunRequest) => boolean,
): Promise<RunRequest | null> {
  const path = requestFile(store);
  const request = requestIn((await readSmallFile(path, mostBytes)) ?? "");
  if (request === null || !isMeant(request)) return null;
  await rm(path, { force: true }).catch(() => {}); // it was heeded; a second time it means nothing
  return request;
}

function requestIn(text: string): RunRequest | null {
  try {
    const { form, wish, pid, host, startedAt } = JSON.parse(text) as { readonly [name: string]: unknown };
    if (form !== 1 || (wish !== "pause" && wish !== "stop")) return null;
    if (typeof pid !== "number" || typeof host !== "string" || typeof startedAt !== "number") return null;
    return { wish, pid, host, startedAt };
  } catch {
    return null;
  }
}

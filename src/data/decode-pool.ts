/**
 * Threads that decode pictures while the thread that asked does something else, such as training.
 *
 * A thread that ends by itself fails what it was asked for; the pool is then useless. `close` ends all threads. An idle pool
 * keeps no process alive.
 */
import { Worker } from "node:worker_threads";
import { LabError } from "../core/errors.ts";
import { readRegularFile } from "../core/regular-file.ts";
import { brokenImage } from "./broken-image.ts";
import type { KeptForm } from "./decode-picture.ts";
import type { DecodeOrder, DecodeReport } from "./decode-worker.ts";
import type { Picture } from "./resize.ts";

/** Decodes files. */
export interface DecodePool {
  /** The kept picture of a file. Rejects with `image-broken` where it does not decode. */
  decode(file: string): Promise<Picture>;
  close(): Promise<void>;
}

/** `threads`: 0 decodes in the calling thread. */
export interface DecodePoolOptions {
  readonly threads: number;
  readonly form: KeptForm;
}

/** Starts a pool. */
export function startDecodePool({ threads, form }: DecodePoolOptions): DecodePool {
  if (threads === 0) return { decode: (file) => decodeHere(file, form), close: async () => {} };
  const waiting = new Map<number, { resolve(picture: Picture): void; reject(error: Error): void; file: string }>();
  const workers = Array.from({ length: threads }, () => new Worker(new URL("./decode-worker.js", import.meta.url)));
  const busyness = (): void => {
    for (const worker of workers) waiting.size === 0 ? worker.unref() : worker.ref();
  };
  const settle = (id: number, end: (entry: NonNullable<ReturnType<typeof waiting.get>>) => void): void => {
    const entry = waiting.get(id);
    waiting.delete(id);
    if (entry !== undefined) end(entry);
    if (waiting.size === 0) busyness();
  };
  for (const worker of workers) {
    worker.on("message", (report: DecodeReport) =>
      settle(report.id, ({ resolve, reject, file }) =>
        "picture" in report ? resolve(report.picture) : reject(brokenImage(file, report.reason)),
      ),
    );
    worker.on("error", (error) => {
      for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(error));
    });
  }
  busyness();
  let next = 0;
  return {
    decode: (file) =>
      new Promise((resolve, reject) => {
        const order: DecodeOrder = { id: next, file, form };
        waiting.set(next, { resolve, reject, file });
        if (waiting.size === 1) busyness();
        workers[next++ % threads]!.postMessage(order);
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Decodes many files with a bounded number under way; `each` is told every picture or error, in any order. */
export async function decodeAll(
  pool: DecodePool,
  files: readonly string[],
  each: (index: number, result: Picture | LabError) => void,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < files.length) {
      const index = next++;
      each(index, await pool.decode(files[index]!).catch(onlyBroken));
    }
  };
  await Promise.all(Array.from({ length: Math.min(mostUnderWay, files.length) }, lane));
}

const mostUnderWay = 32;

async function decodeHere(file: string, form: KeptForm): Promise<Picture> {
  const { decodePicture } = await import("./decode-picture.ts"); // loads sharp, which most commands do without
  try {
    return await decodePicture(await readRegularFile(file, "read it"), form);
  } catch (error) {
    throw brokenImage(file, error instanceof Error ? error.message : String(error));
  }
}

function onlyBroken(error: unknown): LabError {
  if (error instanceof LabError && error.code === "image-broken") return error;
  throw error;
}

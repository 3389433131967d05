/**
 * Entry of a thread that decodes pictures: one after another, in the order in which they were asked for.
 */
import { parentPort } from "node:worker_threads";
import sharp from "sharp";
import { readRegularFile } from "../core/regular-file.ts";
import { decodePicture, type KeptForm } from "./decode-picture.ts";
import type { Picture } from "./resize.ts";

/** A picture to decode. */
export interface DecodeOrder {
  readonly id: number;
  readonly file: string;
  readonly form: KeptForm;
}

/** A decoded picture, or why there is none. */
export type DecodeReport =
  | { readonly id: number; readonly picture: Picture }
  | { readonly id: number; readonly reason: string };

sharp.cache(false);
sharp.concurrency(1);
let last: Promise<void> = Promise.resolve();
parentPort?.on("message", (order: DecodeOrder) => {
  last = last.then(() => answer(order));
});

async function answer({ id, file, form }: DecodeOrder): Promise<void> {
  try {
    const picture = await decodePicture(await readRegularFile(file, "read it"), form);
    send({ id, picture }, [picture.data.buffer as ArrayBuffer]);
  } catch (error) {
    send({ id, reason: error instanceof Error ? error.message : String(error) }, []);
  }
}

function send(report: DecodeReport, transfer: ArrayBuffer[]): void {
  parentPort?.postMessage(report, transfer);
}

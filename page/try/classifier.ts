/** The model that is tried: opened in a worker, asked one image at a time. */
import { signal } from "@preact/signals";
import { probabilitiesOf } from "../../src/inference/probabilities.ts";
import type { FromWorker, OpenModel, ToWorker } from "./messages.ts";
import { type Timed, withAnswer } from "./pace.ts";
import { tensorOf } from "./picture.ts";

/** What the page knows of the model. */
export type ModelState =
  | { readonly kind: "none" }
  | { readonly kind: "opening"; readonly name: string }
  | { readonly kind: "open"; readonly model: OpenModel }
  | { readonly kind: "refused"; readonly sentence: string };

/** The model, what it says of the last image (a probability for each class), and how quick its last answers were. */
export const modelState = signal<ModelState>({ kind: "none" });
/** See `modelState`. */
export const probabilities = signal<Float64Array | null>(null);
/** See `modelState`. */
export const answers = signal<readonly Timed[]>([]);

let worker: Worker | null = null;
let asked = 0;
let waiting: Float32Array | null = null;
let busy = false;

/** Opens the bytes of an ONNX file; the runtime is loaded when the first one is. */
export function openModel(bytes: Uint8Array, fileName: string): void {
  forget();
  modelState.value = { kind: "opening", name: fileName };
  worker ??= startWorker();
  worker.postMessage({ kind: "open", bytes, fileName } satisfies ToWorker, [bytes.buffer]);
}

/** A sentence in place of a model. */
export function refuse(sentence: string): void {
  modelState.value = { kind: "refused", sentence };
}

/** Asks the model of an image as it sees it; of images that come while it is busy, the last is asked next. */
export function askModel(seen: Uint8Array): void {
  if (modelState.peek().kind !== "open") return;
  waiting = tensorOf(seen);
  next();
}

/** Whether an image would be asked at once. */
export function isFree(): boolean {
  return !busy;
}

/** Forgets how quick answers were: from now on images come from elsewhere. */
export function forgetPace(): void {
  answers.value = [];
}

/** Ends the worker, with its memory. */
export function endClassifier(): void {
  worker?.terminate();
  worker = null;
  forget();
  modelState.value = { kind: "none" };
}

function forget(): void {
  [waiting, busy] = [null, false];
  asked += 1; // answers that are still to come are of another model
  probabilities.value = null;
  answers.value = [];
}

function next(): void {
  if (busy || waiting === null || worker === null) return;
  busy = true;
  const image = waiting;
  waiting = null;
  worker.postMessage({ kind: "ask", id: ++asked, image } satisfies ToWorker, [image.buffer]);
}

function startWorker(): Worker {
  const started = new Worker(new URL("./classifier-worker.ts", import.meta.url), {
    type: "module",
    name: "classifier",
  });
  started.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => hear(data));
  started.addEventListener("error", () => refuse("The runtime could not be loaded from the server."));
  return started;
}

function hear(message: FromWorker): void {
  switch (message.kind) {
    case "opened":
      modelState.value = { kind: "open", model: message.model };
      return;
    case "refused":
      forget();
      refuse(message.sentence);
      return;
    case "answer":
      if (message.id !== asked) return;
      busy = false;
      probabilities.value = probabilitiesOf(message.logits);
      answers.value = withAnswer(answers.peek(), { at: performance.now(), ms: message.ms });
      next();
      return;
  }
}

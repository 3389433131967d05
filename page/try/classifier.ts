/** The model that is tried: opened in a worker, asked one image at a time. */
import { batch, signal } from "@preact/signals";
import { probabilitiesOf } from "../../src/inference/probabilities.ts";
import type { FromWorker, OpenModel, ToWorker } from "./messages.ts";
import { type Timed, withAnswer } from "./pace.ts";
import { tensorOf } from "./picture.ts";

/** The trial whose weights a model has. */
export interface ModelOrigin {
  readonly run: string;
  readonly key: string;
}

/** What the page knows of the model. `origin`: null for one of a file. */
export type ModelState =
  | { readonly kind: "none" }
  | { readonly kind: "opening"; readonly name: string }
  | { readonly kind: "open"; readonly model: OpenModel; readonly origin: ModelOrigin | null }
  | { readonly kind: "refused"; readonly sentence: string };

/** What an image is known to be; `index`: number of the class. */
export interface TrueClass {
  readonly index: number;
  readonly name: string;
}

/** The model, what it says of the last image (a probability for each class), what that image is known to be, and how quick its last answers were. */
export const modelState = signal<ModelState>({ kind: "none" });
/** See `modelState`. */
export const probabilities = signal<Float64Array | null>(null);
/** See `modelState`; null where nobody knows. */
export const truth = signal<TrueClass | null>(null);
/** See `modelState`. */
export const answers = signal<readonly Timed[]>([]);

let worker: Worker | null = null;
let opening: ModelOrigin | null = null;
let asked = 0;
let waiting: { readonly image: Float32Array; readonly known: TrueClass | null } | null = null;
let judging: TrueClass | null = null;
let busy = false;

/** Opens the bytes of an ONNX file; the runtime is loaded when the first one is. */
export function openModel(bytes: Uint8Array, fileName: string, origin: ModelOrigin | null = null): void {
  forget();
  opening = origin;
  modelState.value = { kind: "opening", name: fileName };
  worker ??= startWorker();
  worker.postMessage({ kind: "open", bytes, fileName } satisfies ToWorker, [bytes.buffer]);
}

/** A sentence in place of a model. */
export function refuse(sentence: string): void {
  modelState.value = { kind: "refused", sentence };
}

/** Asks the model of an image as it sees it; of images that come while it is busy, the last is asked next. */
export function askModel(seen: Uint8Array, known: TrueClass | null = null): void {
  if (modelState.peek().kind !== "open") return;
  waiting = { image: tensorOf(seen), known };
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
  truth.value = null;
  answers.value = [];
}

function next(): void {
  if (busy || waiting === null || worker === null) return;
  busy = true;
  const { image, known } = waiting;
  [waiting, judging] = [null, known];
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
      modelState.value = { kind: "open", model: message.model, origin: opening };
      return;
    case "refused":
      forget();
      refuse(message.sentence);
      return;
    case "answer":
      if (message.id !== asked) return;
      busy = false;
      batch(() => {
        probabilities.value = probabilitiesOf(message.logits);
        truth.value = judging;
        answers.value = withAnswer(answers.peek(), { at: performance.now(), ms: message.ms });
      });
      next();
      return;
  }
}

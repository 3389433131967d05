/**
 * Runs a model by ONNX Runtime, on one thread, beside the page. Its file has a policy of its own, which alone may compile WebAssembly
 * (`src/dashboard/files.ts`); so it must keep its name.
 */

import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { modelFactsIn } from "../../src/inference/model-facts.ts";
import { fitted, type PortFacts } from "./fitting.ts";
import type { FromWorker, OpenModel, ToWorker } from "./messages.ts";

env.wasm.wasmPaths = { wasm };
env.wasm.numThreads = 1; // more would need a page that is isolated from others
env.logLevel = "error";

interface Opened {
  readonly model: OpenModel;
  readonly session: InferenceSession;
}

let opened: Opened | null = null;

/** Calls come one after another: a session takes one at a time. */
let last: Promise<void> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  last = last.then(() => (data.kind === "open" ? open(data) : answer(data)));
});

function tell(message: FromWorker): void {
  postMessage(message);
}

async function open({ bytes, fileName }: ToWorker & { readonly kind: "open" }): Promise<void> {
  await opened?.session.release();
  opened = null;
  try {
    const session = await InferenceSession.create(bytes, { executionProviders: ["wasm"] });
    const facts = modelFactsIn(bytes);
    const model = fitted({
      ...{ facts, fileName },
      inputs: session.inputMetadata.map(portOf),
      outputs: session.outputMetadata.map(portOf),
    });
    if (typeof model === "string") {
      await session.release();
      return tell({ kind: "refused", sentence: `${fileName} cannot be tried here. ${model}` });
    }
    opened = { model, session };
    tell({ kind: "opened", model });
  } catch (error) {
    tell({ kind: "refused", sentence: `${fileName} is no model that the runtime reads: ${wordsOf(error)}` });
  }
}

async function answer({ id, image }: ToWorker & { readonly kind: "ask" }): Promise<void> {
  if (opened === null) return;
  const { session, model } = opened;
  const started = performance.now();
  try {
    const images = new Tensor("float32", image, [1, ...model.input]);
    const results = await session.run({ [session.inputNames[0]!]: images });
    const logits = Float32Array.from(results[session.outputNames[0]!]!.data as Float32Array);
    tell({ kind: "answer", id, logits, ms: performance.now() - started });
  } catch (error) {
    tell({ kind: "refused", sentence: `The model failed on this image: ${wordsOf(error)}` });
  }
}

function portOf(port: InferenceSession.ValueMetadata): PortFacts {
  return port.isTensor
    ? { name: port.name, type: port.type, shape: port.shape }
    : { name: port.name, type: "no tensor", shape: [] };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

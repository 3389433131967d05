/**
 * An inference model for other runtimes: ONNX's own operators alone, the weights inside, a batch of any size.
 *
 * Input `images`, float32 `[batch, channels, height, width]` in 0..1; output `logits`, `[batch, classes]`.
 */
import { lowerPortable, placeholderBatch } from "../onnx/portable.ts";
import { buildInferenceGraph } from "./inference-graph.ts";
import type { LoadedModel } from "./load-model.ts";

/** Bytes of the ONNX file. */
export function exportModel({ model, variables, normalization }: LoadedModel): Uint8Array {
  const graph = buildInferenceGraph(model, { batchSize: placeholderBatch, normalization });
  return lowerPortable({ name: model.name, graph, constants: variables });
}

/**
 * An inference model for other runtimes: ONNX's own operators alone, the weights inside, a batch of any size.
 *
 * Input `images`, float32 `[batch, channels, height, width]` in 0..1; output `logits`, `[batch, classes]`.
 * Its metadata name the model, the classes and the part of a picture that it sees (`model-facts.ts`).
 */
import { bytesField, messageOf } from "../core/protobuf.ts";
import { lowerPortable, placeholderBatch } from "../onnx/portable.ts";
import { buildInferenceGraph } from "./inference-graph.ts";
import type { LoadedModel } from "./load-model.ts";
import { factNames, metadataField } from "./model-facts.ts";

/** Bytes of the ONNX file. */
export function exportModel({ model, variables, normalization, classes, framing }: LoadedModel): Uint8Array {
  const graph = buildInferenceGraph(model, { batchSize: placeholderBatch, normalization });
  const pairs = [
    [factNames.model, model.name],
    [factNames.classes, JSON.stringify(classes)],
    [factNames.framing, framing],
  ] as const;
  const facts = pairs.map(([key, value]) =>
    bytesField(metadataField, messageOf(bytesField(1, key), bytesField(2, value))),
  );
  return messageOf(lowerPortable({ name: model.name, graph, constants: variables }), ...facts);
}

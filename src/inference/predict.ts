/**
 * Logits of images, by the runtime in float32; what a trial's evaluation computes, without data sets and labels.
 */
import { sizeOf, type Tensor } from "../core/tensor.ts";
import { lowerGraph } from "../onnx/lower.ts";
import { openSession } from "../onnx/session.ts";
import { buildInferenceGraph, imagesInput, logitsOutput } from "./inference-graph.ts";
import type { LoadedModel } from "./load-model.ts";

/** Images at a time; more would only take memory. */
const mostImages = 8;

/** `images`: float `[n, channels, height, width]` in 0..1. Returns float32 logits, n rows of one a class. */
export async function predictLogits(
  { model, variables, normalization }: LoadedModel,
  images: Tensor,
  { threads = 1 } = {},
): Promise<readonly Float32Array[]> {
  const count = images.shape[0]!;
  const batchSize = Math.min(mostImages, count);
  const graph = buildInferenceGraph(model, { batchSize, normalization });
  const session = await openSession(lowerGraph(graph, { name: "predict" }), { threads });
  try {
    const pixels = sizeOf(model.input);
    const feeds = Object.fromEntries(variables);
    const rows: Float32Array[] = [];
    for (let from = 0; from < count; from += batchSize) {
      const data = new Float32Array(batchSize * pixels); // the last batch is filled up with black images
      data.set(images.data.subarray(from * pixels, Math.min(count, from + batchSize) * pixels));
      const batch: Tensor = { dtype: "float", shape: [batchSize, ...model.input], data };
      const results = await session.run({ ...feeds, [imagesInput]: batch });
      const logits = results[logitsOutput]!.data as Float32Array;
      for (let i = 0; i < batchSize && from + i < count; i++) {
        rows.push(logits.slice(i * model.classes, (i + 1) * model.classes));
      }
    }
    return rows;
  } finally {
    await session.close();
  }
}

/** How exported optimizers of TensorFlow.js are run: on its processor backend, in float32. */
import type { TestFrame } from "../target.ts";
import { tfjsNames } from "./names.ts";

/** The frame. */
export const tfjsFrame: TestFrame = {
  language: "javascript",
  needs: ["@tensorflow/tfjs"],
  precision: "float32",
  argument: (listing) => tfjsNames(listing).id,
  run: (listing) => [
    "async function run(exported, start, gradients, options) {",
    '  const tf = await import("@tensorflow/tfjs");',
    '  await tf.setBackend("cpu");',
    "  const variables = start.map((w) => tf.variable(tf.tensor(w)));",
    `  const optimizer = new exported.${tfjsNames(listing).className}(options);`,
    "  return gradients.map((grads) => {",
    "    const named = grads.map((g, i) => ({ name: variables[i].name, tensor: tf.tensor(g) }));",
    "    optimizer.applyGradients(named);",
    "    return variables.map((w) => w.arraySync());",
    "  });",
    "}",
  ],
};

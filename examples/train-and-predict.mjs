/**
 * Trains one model, loads it again, asks it about images that it never saw, and writes it as ONNX for any other runtime.
 *
 *   node examples/train-and-predict.mjs [FOLDER] [--quick]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadModel, trainTrial } from "lionlab";
import { someStripes, stripes } from "./stripes.mjs";

const quick = process.argv.includes("--quick");
const folder = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "trained";
mkdirSync(folder, { recursive: true });
const weightsPath = join(folder, "stripes.safetensors");

const data = await stripes(quick ? 360 : 1500);
await trainTrial(
  { optimizer: "adamw", lr: 0.002, data, model: "fashion-cnn", training: { epochs: quick ? 2 : 5, batchSize: 30 } },
  {
    weightsPath,
    onEvent: (event) => {
      if (event.kind === "epoch") console.log(`epoch ${event.record.epoch}: ${event.record.validationAccuracy}`);
    },
  },
);

const model = await loadModel(weightsPath);
const { batch, names } = someStripes(6, 99);
for (const [i, { class: name, probability }] of (await model.predict(batch)).entries()) {
  console.log(`${names[i].padEnd(9)} taken for ${name.padEnd(9)} ${(100 * probability).toFixed(1)} %`);
}
writeFileSync(join(folder, "stripes.onnx"), await model.toOnnx());
console.log(`${model.name}, ${model.parameters} parameters: ${join(folder, "stripes.onnx")}`);

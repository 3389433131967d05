/**
 * Writes an optimizer as a program, has it checked, and trains with it beside Lion, from the same weights and the same batches.
 *
 *   node examples/own-optimizer.mjs [--quick]
 */
import { trainTrial } from "lionlab";
import { checkText, showDiagnostic } from "lionlab/program";
import { stripes } from "./stripes.mjs";

const quick = process.argv.includes("--quick");

/** Lion that steps with the tanh of its momentum, measured by a running size of the gradient, in place of the sign. */
const softLion = `
hyper beta1 = 0.9
hyper beta2 = 0.99
hyper sharpness = 4
state m = zeros
state size = zeros
c = lerp(g, m, beta1)
size = lerp(abs(g), size, beta2)
m = lerp(g, m, beta2)
w = w - lr * tanh(sharpness * c / (size + 1e-8))
`;

const mistakes = checkText(softLion.replace("tanh", "thanh"));
console.log(`With a slip of the pen:\n${showDiagnostic(mistakes[0], softLion.replace("tanh", "thanh"))}\n`);

const data = await stripes(quick ? 240 : 1500);
const training = { epochs: quick ? 1 : 4, batchSize: 30 };
for (const optimizer of ["lion", { name: "soft-lion", program: softLion }]) {
  const { config, epochs, result } = await trainTrial({ optimizer, lr: 0.001, data, model: "fashion-cnn", training });
  const curve = epochs.map(({ validationAccuracy }) => validationAccuracy.toFixed(3)).join(" ");
  console.log(`${config.optimizer.name}: validation ${curve}, test ${result.test?.accuracy.toFixed(3) ?? "diverged"}`);
}

/**
 * Writes Lion for PyTorch with a test beside it, and checks an export: the NumPy code is read back as a program, which must take the same steps.
 *
 *   node examples/export-and-check.mjs [FOLDER]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startOptimizer } from "lionlab";
import { exportOptimizer, readExported } from "lionlab/export";

const folder = process.argv[2] ?? "exported";
mkdirSync(folder, { recursive: true });

const torch = await exportOptimizer({ name: "lion", to: "pytorch", test: true });
for (const { fileName, text } of [torch, torch.test]) writeFileSync(join(folder, fileName), text);
console.log(`${join(folder, torch.fileName)}, and ${torch.test.fileName} for pytest`);

const numpy = await exportOptimizer({ name: "lion", to: "numpy" });
writeFileSync(join(folder, "lion_numpy.py"), numpy.text);
const program = await readExported(numpy.text, numpy.fileName);

const start = { weights: [[1, -2, 0.5]], steps: 20, lr: 0.01 };
const [library, read] = [await startOptimizer("lion", start), await startOptimizer({ program }, start)];
let largest = 0;
for (let step = 1; step <= start.steps; step++) {
  const gradient = [1, 2, 3].map((i) => Math.sin(i * step));
  const [ours, theirs] = [library.step([gradient])[0], read.step([gradient])[0]];
  for (const [i, value] of ours.entries()) largest = Math.max(largest, Math.abs(value - theirs[i]));
}
console.log(`read back from NumPy: the largest difference over ${start.steps} steps is ${largest}`);
if (largest > 1e-12) process.exitCode = 1;

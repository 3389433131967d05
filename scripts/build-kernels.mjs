/**
 * Compiles assembly/ to src/kernels/kernels.wasm, where tests find it, unless it is younger than its sources; and copies it
 * into dist/, and beside the benchmarks where they were built.
 */
import { copyFileSync, mkdirSync, readdirSync, statSync } from "node:fs";

const output = "src/kernels/kernels.wasm";
const sources = [
  ...readdirSync("assembly")
    .filter((name) => /\.(ts|json)$/.test(name))
    .map((name) => `assembly/${name}`),
  "scripts/build-kernels.mjs",
];

if (modified(output) < Math.max(...sources.map(modified))) {
  const { default: asc } = await import("assemblyscript/asc");
  const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory", "--use", "abort="];
  const { error, stderr } = await asc.main(["assembly/index.ts", "--outFile", output, ...options]);
  if (error) {
    console.error(`The kernels did not compile: ${error.message}\n${stderr.toString()}`);
    process.exit(1);
  }
}
for (const folder of ["dist/kernels", "dist-tools/src/kernels"]) {
  mkdirSync(folder, { recursive: true });
  copyFileSync(output, `${folder}/kernels.wasm`);
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

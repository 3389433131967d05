/**
 * Compiles assembly/ to src/kernels/kernels.wasm, where tests find it, and copies it into dist/. Does nothing when the
 * module is younger than its sources.
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
mkdirSync("dist/kernels", { recursive: true });
copyFileSync(output, "dist/kernels/kernels.wasm");

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

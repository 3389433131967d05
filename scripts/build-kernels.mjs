/**
 * Compiles assembly/ to src/kernels/kernels.wasm, where tests find it, unless the last build made it from the same sources; and
 * copies it into dist/, and beside the benchmarks where they were built.
 */
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { isStale } from "./built-from.mjs";

const output = "src/kernels/kernels.wasm";

if (!existsSync(output) || isStale(".", ["assembly/", "scripts/build-kernels.mjs"])) {
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

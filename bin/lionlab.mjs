#!/usr/bin/env node
/**
 * Starts the laboratory. A package from the registry is built already; a checkout is built here when its sources are not those
 * of its last build, since its `npm install` runs no scripts at all (`.npmrc` says why).
 */
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

module.enableCompileCache?.(); // from Node 22 on: what was compiled once is kept in the folder of temporary files

const root = fileURLToPath(new URL("..", import.meta.url));
if (existsSync(`${root}/tsconfig.build.json`)) {
  const { isStale } = await import("../scripts/built-from.mjs");
  if (isStale(root)) await build();
}
await import("../dist/cli/main.js");

/** Builds the checkout; what the build prints goes to standard error, so that `--json` stays JSON. */
async function build() {
  const { spawnSync } = await import("node:child_process");
  console.error("lionlab: building this checkout (a few seconds) …");
  const { status } = spawnSync("npm run -s build", { cwd: root, shell: true, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  console.error("lionlab: the build failed, see above. Where a package is missing, run `npm install` first.");
  process.exit(1);
}

#!/usr/bin/env node
/**
 * Starts the laboratory. A package from the registry is built already; a checkout is built here when its sources are newer
 * than its last build, since its `npm install` runs no scripts at all (`.npmrc` says why).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
if (existsSync(at("tsconfig.build.json")) && isStale()) build();
await import("../dist/cli/main.js");

/** Whether a file or folder of the sources changed after the last build ended, or none ever did. */
function isStale() {
  const built = statSync(at("dist/.built"), { throwIfNoEntry: false })?.mtimeMs ?? -1;
  const sources = ["src", "assembly"].flatMap((folder) => [
    at(folder),
    ...readdirSync(at(folder), { recursive: true }).map((name) => at(`${folder}/${name}`)),
  ]);
  return built < 0 || sources.some((path) => !path.endsWith(".wasm") && statSync(path).mtimeMs > built);
}

/** Builds the checkout; what the build prints goes to standard error, so that `--json` stays JSON. */
function build() {
  console.error("lionlab: building this checkout (a few seconds) …");
  const { status } = spawnSync("npm run -s build", { cwd: at("."), shell: true, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  console.error("lionlab: the build failed, see above. Where a package is missing, run `npm install` first.");
  process.exit(1);
}

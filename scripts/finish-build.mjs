/**
 * The end of a build: marks what it was made from (`bin/lionlab.mjs` builds again when sources are others), and puts `lionlab` into the
 * checkout's own node_modules/.bin, so that `npx lionlab` starts it at once; npm does so only for packages that are installed.
 * Where links are not to be had, `npx lionlab` still works and is merely slower.
 */
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { begunFile, stateFile } from "./built-from.mjs";

const link = "node_modules/.bin/lionlab";
renameSync(begunFile, stateFile);
try {
  chmodSync("bin/lionlab.mjs", 0o755);
  mkdirSync("node_modules/.bin", { recursive: true });
  rmSync(link, { force: true });
  symlinkSync("../../bin/lionlab.mjs", link);
} catch (error) {
  console.warn(`lionlab was not linked into node_modules/.bin: ${error.message}`);
}

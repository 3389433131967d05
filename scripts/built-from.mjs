/**
 * What a build of a checkout was made from, so that `bin/lionlab.mjs` knows whether it is that of the sources as they are.
 *
 * The state is taken before the compiler reads anything and kept when the build has succeeded: what was edited meanwhile differs from
 * it, and so does what came, went, was renamed, or was replaced by an older file. A start compares two texts; it hashes no content.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";

/** Folders of sources, and files that say how they are built. */
const folders = ["src", "assembly", "page"];
const settings = ["tsconfig.json", "tsconfig.build.json", "scripts/build-kernels.mjs"];

/** What the build writes among the sources, and tests, are no part of what it is made from. */
const isSource = (name) => !name.endsWith(".wasm") && !name.endsWith(".test.ts");

/** Path, time of the last change and size of every source below `root`, a line each, in one order. */
export function sourceState(root) {
  return [...folders.flatMap((folder) => filesIn(root, folder)), ...settings]
    .map((path) => {
      const { mtimeMs, size } = statSync(`${root}/${path}`);
      return `${path} ${mtimeMs} ${size}\n`;
    })
    .join("");
}

/**
 * Whether the last build that succeeded was made from other sources than those that there are, or none ever was. `parts`: beginnings of
 * the paths to look at; all of them by default.
 */
export function isStale(root, parts = [""]) {
  const built = builtFrom(root);
  return built === null || linesOf(built, parts) !== linesOf(sourceState(root), parts);
}

function linesOf(state, parts) {
  return state
    .split("\n")
    .filter((line) => parts.some((part) => line.startsWith(part)))
    .join("\n");
}

/** Where a build keeps the state that it was made from; while it runs, where it keeps the state that it began with. */
export const stateFile = "dist/.built";
export const begunFile = "dist/.begun";

function builtFrom(root) {
  try {
    return readFileSync(`${root}/${stateFile}`, "utf8");
  } catch {
    return null;
  }
}

function filesIn(root, folder) {
  const entries = readdirSync(`${root}/${folder}`, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(root, path);
    return isSource(entry.name) ? [path] : [];
  });
}

/**
 * What a run of the built `lionlab` loads, seen by a hook of Node's loader.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const dist = new URL("../../dist/", import.meta.url).href;
const packages = new URL("../../node_modules/", import.meta.url).href;

/** Paths below `dist` of our modules, and names of packages, in the order in which they were first loaded. */
export interface LoadedModules {
  readonly ours: readonly string[];
  readonly packages: readonly string[];
}

/** Runs `lionlab` with these words in a folder and tells what it loaded. Rejects where it exits with another code than 0. */
export async function loadedModules(args: readonly string[], cwd: string): Promise<LoadedModules> {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-loaded-"));
  try {
    const list = join(folder, "urls");
    writeFileSync(join(folder, "hook.mjs"), hook(list));
    writeFileSync(join(folder, "register.mjs"), register(pathToFileURL(join(folder, "hook.mjs")).href));
    const words = [
      "--import",
      pathToFileURL(join(folder, "register.mjs")).href,
      fileURLToPath(`${dist}cli/main.js`),
      ...args,
    ];
    await promisify(execFile)(process.execPath, words, { cwd, maxBuffer: 2 ** 26 });
    const urls = readFileSync(list, "utf8").split("\n");
    const below = (root: string) => urls.filter((url) => url.startsWith(root)).map((url) => url.slice(root.length));
    return { ours: below(dist), packages: [...new Set(below(packages).map(packageOf))] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hook(list: string): string {
  return `import { appendFileSync } from "node:fs";
    export function load(url, context, next) {
      appendFileSync(${JSON.stringify(list)}, url + "\\n");
      return next(url, context);
    }`;
}

function register(hookUrl: string): string {
  return `import { register } from "node:module"; register(${JSON.stringify(hookUrl)});`;
}

/** `zod/v4/core/api.js` → `zod`; `@scope/name/x.js` → `@scope/name`. */
function packageOf(path: string): string {
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}

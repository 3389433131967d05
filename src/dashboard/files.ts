/** Files of the page, read once: what is not among them is not served, whatever path is asked for. */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** A file as it is sent. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same, compressed by Brotli, where the build did so. */
  readonly brotli?: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Its name tells its content. */
  readonly immutable: boolean;
  /** Its own content security policy, in place of the page's. */
  readonly policy?: string;
}

/**
 * The worker that runs models compiles WebAssembly, which a policy must allow by name. A worker has the policy of its own file, so it is allowed
 * there alone: the page, which shows names from stores, still compiles and evaluates nothing. The worker asks this server for the runtime and
 * loads no other script.
 */
const compilingWorkerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const isCompilingWorker = (name: string): boolean => /^\/assets\/classifier-worker-[\w-]+\.js$/.test(name);

/** Files by path, each with a slash in front. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: { readonly [extension: string]: string | undefined } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** Reads the files of a folder and of those in it. Files of a kind that no page needs are left out. */
export function readPageFiles(folder: string): PageFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries.flatMap((entry) => {
      const type = types[extname(entry.name)];
      if (!entry.isFile() || type === undefined) return [];
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(folder.length).replaceAll("\\", "/");
      const immutable = name.startsWith("/assets/");
      const policy = isCompilingWorker(name) ? { policy: compilingWorkerPolicy } : {};
      const brotli = entries.some(({ name, parentPath }) => join(parentPath, name) === `${path}.br`)
        ? { brotli: new Uint8Array(readFileSync(`${path}.br`)) }
        : {};
      return [[name, { bytes: new Uint8Array(readFileSync(path)), type, immutable, ...brotli, ...policy }] as const];
    }),
  );
}

/** Chromium for tests of pages. Where there is none they are skipped, and fail where `LIONLAB_TEST_CHROMIUM=required` says that there must be one. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Where the browser is; undefined where there is none. */
export const chromiumPath = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

if (chromiumPath === undefined && process.env.LIONLAB_TEST_CHROMIUM === "required") {
  throw new Error(`Tests of pages need one of ${names.join(", ")} on the PATH. On Debian: apt-get install chromium`);
}

/** It starts nothing of its own that asks other machines. */
const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts the browser, without a window. `flags` are added to those of every test. */
export function startChromium(flags: readonly string[] = []): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet, ...flags];
  return chromium.launch({ executablePath: chromiumPath!, args });
}

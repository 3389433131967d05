/**
 * Runs the built `lionlab` as a user would: a process of its own, in a folder of its own, with small data.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
if (!existsSync(program)) throw new Error(`these tests run ${program}: run \`npm run build\` first`);

/** What a process left. */
export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** How to run. `env` is added to a clean environment without a cache of data. */
export interface CliSetup {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
  readonly input?: string;
}

/** A process under way: `seen` resolves once its standard error, or its output, holds a text. */
export interface CliProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
  seen(text: string): Promise<void>;
}

/** Starts `lionlab` with these words. */
export function startCli(args: readonly string[], { cwd, env = {}, input = "" }: CliSetup): CliProcess {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", HOME: cwd, XDG_CACHE_HOME: join(cwd, "cache"), ...env },
    stdio: "pipe",
  });
  let out = "";
  let err = "";
  const watchers = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    for (const watch of watchers) watch();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    for (const watch of watchers) watch();
  });
  child.stdin.on("error", () => {}).end(input);
  const ended = new Promise<CliResult>((resolve) => child.on("close", (code) => resolve({ code, out, err })));
  const seen = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const watch = () => {
        if (err.includes(text) || out.includes(text)) resolve();
      };
      watchers.add(watch);
      watch();
      void ended.then(() => reject(new Error(`the process ended without saying "${text}": ${err}`)));
    });
  return { child, ended, seen };
}

/** Runs `lionlab` to its end. */
export function runCli(args: readonly string[], setup: CliSetup): Promise<CliResult> {
  return startCli(args, setup).ended;
}

/** A folder that is removed when `dispose` is called. */
export function temporaryFolder(): { readonly path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), "lionlab-cli-"));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

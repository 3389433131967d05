/** Runs exported code in its language: by Python, or by Node in a folder of its own. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TestFrame } from "../codegen/target.ts";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import type { Terminal } from "./terminal.ts";

/** What to run. `text`: the program around the code, see `runnerText`; `input`: what it reads; `file`: the code's path as it was given, `path` the whole. */
export interface RunOf {
  readonly text: string;
  readonly input: string;
  readonly frame: TestFrame;
  readonly file: string;
  readonly path: string;
  readonly terminal: Terminal;
}

/** What the program around the code wrote. Errors: `check-missing` where something is not installed, `check-failed` where the code throws. */
export function runExported(run: RunOf): Promise<unknown> {
  return run.frame.language === "python" ? runPython(run) : runJavascript(run);
}

async function runPython(run: RunOf): Promise<unknown> {
  const python = run.terminal.env.LIONLAB_PYTHON ?? "python3";
  const { code, out, err } = await start(python, ["-c", run.text], run).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new LabError(
      "check-missing",
      `There is no ${printable(python)} to run ${printable(run.file)} by: install Python 3, or give its path as LIONLAB_PYTHON.`,
    );
  });
  const missing = /No module named '([^']+)'/.exec(err)?.[1];
  if (code !== 0 && missing !== undefined) {
    throw new LabError(
      "check-missing",
      `${printable(python)} has no ${printable(missing)}, which ${printable(run.file)} needs: ${waysOf(run.frame).join(", ")}.`,
    );
  }
  return resultOf(run, { code, out, err });
}

/** What helps where a package of Python is missing. */
function waysOf({ otherwise }: TestFrame): readonly string[] {
  const ways = ["install it there", "give another Python as LIONLAB_PYTHON"];
  return otherwise === undefined ? [ways[0]!, `or ${ways[1]}`] : [...ways, otherwise];
}

/** In a folder of its own, with the packages that it needs. TypeScript: by Node itself where it reads it, else by the compiler that the folder has. */
async function runJavascript(run: RunOf): Promise<unknown> {
  const { frame } = run;
  const folder = await mkdtemp(join(tmpdir(), "lionlab-check-"));
  try {
    for (const name of frame.needs) await linkPackage(name, join(folder, "node_modules", name), run);
    const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
    const native = major > 22 || (major === 22 && minor >= 6);
    const plain = frame.language === "javascript" || native ? (text: string) => text : transpiler(run);
    const ending = frame.language === "typescript" && native ? "ts" : "mjs";
    const [exported, runner] = [join(folder, `exported.${ending}`), join(folder, `runner.${ending}`)];
    if (frame.data !== true) await writeFile(exported, plain(await readFile(run.path, "utf8")));
    await writeFile(runner, plain(run.text));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    const path = frame.data === true ? run.path : exported;
    const input = JSON.stringify({ ...(JSON.parse(run.input) as object), path });
    const flags = ending === "ts" ? ["--experimental-strip-types", "--no-warnings"] : [];
    return resultOf(run, await start(process.execPath, [...flags, pathToFileURL(runner).pathname], { ...run, input }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A package of the exported file's folder, of the working folder, or of Lionlab's own. */
async function linkPackage(name: string, place: string, { file, path, terminal }: RunOf): Promise<void> {
  const froms = [path, join(terminal.cwd, "x.js"), import.meta.url];
  const places = froms.flatMap((from) => createRequire(from).resolve.paths(name) ?? []);
  const found = places.map((each) => join(each, name)).find((each) => existsSync(each));
  if (found === undefined) {
    throw new LabError(
      "check-missing",
      `${printable(file)} needs ${name}, which is not installed in its folder: npm install ${name} there.`,
    );
  }
  await mkdir(dirname(place), { recursive: true });
  await symlink(found, place, "junction");
}

function transpiler({ file, path, terminal }: RunOf): (text: string) => string {
  for (const from of [path, join(terminal.cwd, "x.js")]) {
    try {
      const ts = createRequire(from)("typescript") as {
        transpile(text: string, options: object): string;
        ScriptTarget: { ES2022: number };
        ModuleKind: { ESNext: number };
      };
      return (text) => ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext });
    } catch {}
  }
  throw new LabError(
    "check-missing",
    `Node ${process.versions.node} does not read TypeScript, which ${printable(file)} is written in: take Node 22.6 or later, or npm install typescript beside it.`,
  );
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(command: string, args: readonly string[], { input, terminal }: RunOf): Promise<Ended> {
  return new Promise((ended, failed) => {
    const child = spawn(command, args, { cwd: terminal.cwd, env: { ...terminal.env } });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.setEncoding("utf8").on("data", (text: string) => out.push(text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => err.push(text));
    child.on("error", failed).on("close", (code) => ended({ code, out: out.join(""), err: err.join("") }));
    child.stdin.on("error", () => {}); // one that ended early says why by its exit
    child.stdin.end(input);
  });
}

function resultOf({ file }: RunOf, { code, out, err }: Ended): unknown {
  if (code === 0) {
    try {
      return JSON.parse(
        out
          .trim()
          .split("\n")
          .at(-1)!
          .replace(/NaN|-?Infinity/g, "null"),
      ); // as Python writes them
    } catch {}
  }
  const said = printable(err.trim().split("\n").at(-1)?.trim() || `exit code ${code}`);
  throw new LabError("check-failed", `${printable(file)} does not run: ${said.replace(/\.$/, "")}.`);
}

/**
 * `lionlab bench [NAME]`: lists the benchmarks of the checkout, or runs one in its own process.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError, unknownName } from "../../core/errors.ts";
import type { Command } from "../command.ts";
import { jsonText, plainTable } from "../plain-table.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The command. A benchmark is a file of `bench/`; the first sentence of its header says what it measures. */
export const benchCommand: Command = {
  name: "bench",
  group: "Look after the machine",
  summary: "List the benchmarks of this checkout, or run one.",
  arguments: [
    { name: "name", about: "Name of a benchmark.", optional: true },
    {
      name: "parts",
      about: "What of it, where it takes such words: networks takes names and sweep or a device.",
      optional: true,
      variadic: true,
    },
  ],
  options: ["json"],
  examples: ["npx lionlab bench", "npx lionlab bench networks resnet-18 webgpu"],
  run: async ({ arguments: { name }, rest, options, terminal }) => {
    const benches = readBenches();
    if (name === undefined) {
      const table = plainTable(
        [{ title: "benchmark" }, { title: "what it measures" }],
        benches.map((bench) => [bench.name, bench.about]),
        { width: terminal.out.columns() },
      );
      terminal.out.write(options.json ? jsonText(benches) : table);
      return 0;
    }
    if (!benches.some((bench) => bench.name === name)) {
      throw unknownName(
        "benchmark",
        name,
        benches.map((bench) => bench.name),
      );
    }
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    await runNode([compiler, "-p", join(root, "tsconfig.tools.json"), "--noCheck"]); // types are what `npm run check` looks at
    await runNode([join(root, "scripts/build-kernels.mjs")], { cwd: root });
    return runNode([join(root, "dist-tools/bench/run.js"), name, ...rest, ...(options.json ? ["--json"] : [])]);
  },
};

function readBenches(): { readonly name: string; readonly about: string }[] {
  const folder = join(root, "bench");
  if (!existsSync(folder)) {
    throw new LabError(
      "no-benchmarks",
      "Benchmarks come with the source code, and this is the installed package: clone the repository and run npm install there.",
    );
  }
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => ({ name: file.slice(0, -".ts".length), about: aboutOf(readFileSync(join(folder, file), "utf8")) }))
    .filter(({ about }) => about !== "");
}

/** First sentence of a file's header; a file without one is a part of other benchmarks and not listed. */
function aboutOf(text: string): string {
  const header = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? "";
  const prose = header
    .replace(/\n\s*\*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return /^.*?[.](?=\s|$)/.exec(prose)?.[0] ?? prose;
}

/** Runs a script with this Node, its output going where ours goes. Resolves to its exit code. */
function runNode(args: readonly string[], options: { readonly cwd?: string } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { ...options, stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** `lionlab lionk solve PROBLEM`: solves a problem file by its own Lion-K and says how well, with what the theory promises measured. */
import { dirname, resolve } from "node:path";
import { systemClock } from "../../core/clock.ts";
import { makeFolder } from "../../core/make-folder.ts";
import { type Call, type Command, requiredArgument } from "../command.ts";
import { readText } from "../input.ts";
import { interruptedCode, listenForInterrupts } from "../interrupts.ts";
import { jsonText } from "../plain-table.ts";
import { createSolveProgress } from "./solve-progress.ts";
import type { Solved } from "./solve-run.ts";

/** The command. */
export const solveCommand: Command = {
  name: "solve",
  group: "Explain optimizers",
  summary: "Solve a problem file: x, a bound on its error, and which promises of the theory held on the way.",
  arguments: [{ name: "problem", about: "A problem file, YAML or JSON; - is standard input." }],
  options: ["out", "json"],
  examples: ["lionlab lionk solve examples/lionk/box.yaml", "lionlab lionk solve my-problem.yaml --out solved"],
  run: async (call) => {
    const { terminal, options } = call;
    const folder = options.out === undefined ? null : resolve(terminal.cwd, options.out);
    if (folder !== null) await makeFolder(folder); // where there is no place to write, nothing is solved first
    const solved = await solveProblem(call);
    const { solutionFacts } = await import("./solution-facts.ts");
    const { solutionText } = await import("./solution-text.ts");
    terminal.out.write(options.json ? jsonText(solutionFacts(solved)) : solutionText(solved, terminal.out.columns()));
    if (folder !== null) {
      const { writeSolution } = await import("./solution-files.ts");
      const names = await writeSolution(folder, solved);
      terminal.err.write(`${options.out}: ${names.join(", ")}\n`);
    }
    return solved.outcomes.some(({ interrupted }) => interrupted) ? interruptedCode : 0;
  },
};

/** Reads the problem that the call names and solves it, each of its cases in turn until the user stops it. */
async function solveProblem(call: Call): Promise<Solved> {
  const { parseProblem } = await import("../../lionk/read-problem.ts");
  const { runCases } = await import("./solve-run.ts");
  const { terminal, options } = call;
  const path = requiredArgument(call, "problem");
  const text = await readText(path, "the problem", terminal);
  const file = path === "-" ? "standard input" : path;
  const folder = path === "-" ? terminal.cwd : dirname(resolve(terminal.cwd, path));
  const problem = parseProblem(text, { file, folder });
  const interrupts = listenForInterrupts(terminal);
  const progress = createSolveProgress(terminal.err, { quiet: options.json === true });
  try {
    const show = progress.show;
    return { problem, outcomes: await runCases(problem, { clock: systemClock, stop: interrupts.stop, show }) };
  } finally {
    progress.close();
    interrupts.close();
  }
}

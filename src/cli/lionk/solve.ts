/** `lionlab lionk solve PROBLEM`: solves a problem file by its own Lion-K and says how well, with what the theory promises measured. */
import { dirname, resolve } from "node:path";
import { systemClock } from "../../core/clock.ts";
import { makeFolder } from "../../core/make-folder.ts";
import type { Problem } from "../../lionk/read-problem.ts";
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
  meanings: {
    out: {
      about: "Folder for the solution, its trajectory and its drawing.",
      otherwise: "the solution is printed alone",
    },
  },
  examples: ["npx lionlab lionk solve examples/lionk/box.yaml", "npx lionlab lionk solve my-problem.yaml --out solved"],
  run: async (call) => {
    const { terminal, options } = call;
    const problem = await readProblem(call);
    const folder = options.out === undefined ? null : resolve(terminal.cwd, options.out);
    if (folder !== null) await makeFolder(folder); // before anything is solved: it may not be possible
    const solved = await solveProblem(problem, call);
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

/** Reads the problem that the call names; its data lie beside it. */
async function readProblem(call: Call): Promise<Problem> {
  const { csvTextIn } = await import("../../lionk/problem-files.ts");
  const { parseProblem } = await import("../../lionk/read-problem.ts");
  const path = requiredArgument(call, "problem");
  const text = await readText(path, "the problem", call.terminal);
  if (path === "-") return parseProblem(text, { file: "standard input", csvText: csvTextIn(call.terminal.cwd) });
  return parseProblem(text, { file: path, csvText: csvTextIn(dirname(resolve(call.terminal.cwd, path))) });
}

/** Solves the cases of a problem in turn, until the user stops it. */
async function solveProblem(problem: Problem, { terminal, options }: Call): Promise<Solved> {
  const { runCases } = await import("./solve-run.ts");
  const interrupts = listenForInterrupts(terminal);
  const { show, close } = createSolveProgress(terminal.err, { quiet: options.json === true });
  try {
    return { problem, outcomes: await runCases(problem, { clock: systemClock, stop: interrupts.drain, show }) };
  } finally {
    close();
    interrupts.close();
  }
}

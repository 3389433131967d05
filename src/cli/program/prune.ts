/** `lionlab program prune FILE`: the program without what its weights never depend on, and what that was. */
import type { Program } from "../../program/ast.ts";
import type { Genome } from "../../program/genome.ts";
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { programFile, readProgram } from "./read.ts";

/** The command. */
export const pruneCommand: Command = {
  name: "prune",
  group: "Look things up",
  summary: "Print a program without dead statements, and what was dead within a step and across steps.",
  arguments: [programFile],
  options: ["json"],
  examples: ["npx lionlab program prune found.py"],
  run: async (call) => {
    const { dependenceOf, dependenceWithinStep, pruneGenome } = await import("../../program/abstract/dependence.ts");
    const { genomeOf, rolesOf } = await import("../../program/genome-of.ts");
    const { genomeText } = await import("../../program/program-of.ts");
    const { text, program } = await readProgram(call);
    if (program.dialect === "library") {
      const { found, pruned } = await prunedLibrary(program);
      call.terminal.out.write(call.options.json ? jsonText({ ...found, program: pruned }) : pruneText(found, pruned));
      return 0;
    }
    const genome = genomeOf(program, text);
    const [within, across] = [dependenceWithinStep(genome), dependenceOf(genome)];
    const lines = statementLines(genome, genomeText(genome));
    const found = {
      statements: lines.length,
      deadWithinStep: lines.filter((_, i) => within.live[i] === 0),
      deadAcrossSteps: lines.filter((_, i) => within.live[i] === 1 && across.live[i] === 0),
      deadStates: rolesOf(genome).states.filter((_, i) => across.liveStates[i] === 0),
    };
    const pruned = genomeText(pruneGenome(genome));
    call.terminal.out.write(call.options.json ? jsonText({ ...found, program: pruned }) : pruneText(found, pruned));
    return 0;
  },
};

/** A program of the library's dialect, pruned in its own words. */
async function prunedLibrary(program: Program): Promise<{ readonly found: Dead; readonly pruned: string }> {
  const { pruneLibrary } = await import("../../program/prune-library.ts");
  const { printProgram, printStatement } = await import("../../program/print.ts");
  const { program: left, deadWithinStep, deadAcrossSteps, deadStates } = pruneLibrary(program);
  const lines = program.statements.map(printStatement);
  const found = {
    statements: lines.length,
    deadWithinStep: deadWithinStep.map((at) => lines[at]!),
    deadAcrossSteps: deadAcrossSteps.map((at) => lines[at]!),
    deadStates,
  };
  return { found, pruned: printProgram(left) };
}

/** One line for each statement of the genome: the last ones before `return`. */
function statementLines(genome: Genome, text: string): string[] {
  const lines = text.trimEnd().split("\n");
  return lines.slice(-1 - genome.body.length, -1).map((line) => line.trim());
}

interface Dead {
  readonly statements: number;
  readonly deadWithinStep: readonly string[];
  readonly deadAcrossSteps: readonly string[];
  readonly deadStates: readonly string[];
}

function pruneText(found: Dead, pruned: string): string {
  const { statements, deadWithinStep, deadAcrossSteps, deadStates } = found;
  const dead = deadWithinStep.length + deadAcrossSteps.length;
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  - ${line}`)];
  const notes = [
    ...list("Dead within a step: no returned value depends on them.", deadWithinStep),
    ...list("Dead across steps: stored, but no later update depends on them.", deadAcrossSteps),
    ...(deadStates.length === 0 ? [] : [`States that are never read: ${deadStates.join(", ")}`]),
  ];
  const count = `${dead} of ${statements} statements are dead.`;
  return `${pruned}\n${[count, ...notes].join("\n")}\n`;
}

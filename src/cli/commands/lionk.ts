/**
 * `lionlab lionk`: what the theory of Lion-K optimizers says, at work; one subcommand, one file under `cli/lionk/`.
 */
import type { Command } from "../command.ts";
import { figuresCommand } from "../lionk/figures.ts";
import { solveCommand } from "../lionk/solve.ts";

/** The command. */
export const lionkCommand: Command = {
  name: "lionk",
  group: "Explain optimizers",
  summary: "Solve constrained problems by Lion-K, with certificates, and draw the theory.",
  arguments: [],
  options: [],
  examples: ["npx lionlab lionk solve examples/lionk/box.yaml", "npx lionlab lionk figures"],
  commands: [solveCommand, figuresCommand],
};

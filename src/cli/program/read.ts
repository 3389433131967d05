/** The program that a command is called with, checked. */
import type { Program } from "../../program/ast.ts";
import type { HyperparameterValues } from "../../program/symbolic.ts";
import { type Call, requiredArgument } from "../command.ts";
import { readText } from "../input.ts";
import { parseSettings } from "../settings.ts";

/** What the commands on programs take. */
export const programFile = { name: "file", about: "A program file, or - for standard input." } as const;

/** A program as it was given. */
export interface GivenProgram {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  /** Values of `--set`. */
  readonly hyperparameters: HyperparameterValues;
}

/**
 * A program in the paper's form, which simplifying and identities need; one of that form stays as it is. `--set lr` is the peak rate, 1
 * where none is given. Errors: `no-seed`, with the reason, for what the paper's form cannot say.
 */
export async function inPaperForm({ path, program, hyperparameters }: GivenProgram): Promise<Program> {
  if (program.dialect === "paper") return program;
  const { paperForm } = await import("../../optimizers/seed.ts");
  const { lr = 1, ...others } = hyperparameters;
  return paperForm(program, { name: path === "-" ? "The program" : path, hyperparameters: others, lr: Number(lr) });
}

/** Reads and checks the program. Errors: `unreadable-file`, `program-syntax`, `program-invalid`, `bad-set`. */
export async function readProgram(call: Call): Promise<GivenProgram> {
  const { requireValid } = await import("../../program/check.ts");
  const { parseProgram } = await import("../../program/parse.ts");
  const path = requiredArgument(call, "file");
  const text = await readText(path, "the program", call.terminal);
  const program = parseProgram(text);
  const hyperparameters = parseSettings(call.options.set ?? []);
  requireValid(program, hyperparameters, text);
  return { path, text, program, hyperparameters };
}

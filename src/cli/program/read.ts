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

/** What the program is called in messages. */
export function nameInMessages(path: string): string {
  return path === "-" ? "The program" : path;
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

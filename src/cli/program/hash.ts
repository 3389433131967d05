/** `lionlab program hash FILE`: what a program computes, as a number; and what it does, as another. */
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { programFile, readProgram } from "./read.ts";

/** The command. */
export const hashCommand: Command = {
  name: "hash",
  group: "Look things up",
  summary: "Print a program's identity, equal for programs that compute the same, and its fingerprint.",
  arguments: [programFile],
  options: ["set", "json"],
  examples: ["npx lionlab program hash found.py"],
  run: async (call) => {
    const { bindProgram } = await import("../../program/bind.ts");
    const { fingerprintOf } = await import("../../program/fingerprint.ts");
    const { genomeOf } = await import("../../program/genome-of.ts");
    const { identityOf } = await import("../../program/abstract/identity.ts");
    const { text, program, hyperparameters } = await readProgram(call);
    const fingerprint = fingerprintOf(bindProgram(program, hyperparameters));
    const identity = program.dialect === "paper" ? identityOf(genomeOf(program, text)) : null;
    const { out } = call.terminal;
    if (call.options.json) out.write(jsonText({ identity, fingerprint }));
    else {
      const shown = identity ?? 'none: only programs that begin with "def train(…)" have one';
      out.write(`identity     ${shown}\nfingerprint  ${fingerprint}\n`);
    }
    return 0;
  },
};

/** `lionlab program hash FILE`: what a program computes, as a number; and what it does, as another. */
import { LabError } from "../../core/errors.ts";
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { inPaperForm, programFile, readProgram } from "./read.ts";

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
    const given = await readProgram(call);
    const fingerprint = fingerprintOf(bindProgram(given.program, given.hyperparameters));
    const { identity, reason } = await inPaperForm(given).then(
      (program) => ({
        identity: identityOf(genomeOf(program, program === given.program ? given.text : undefined)),
        reason: null,
      }),
      (error: unknown) => {
        if (error instanceof LabError && error.code === "no-seed") return { identity: null, reason: error.message };
        throw error;
      },
    );
    const { out } = call.terminal;
    if (call.options.json) out.write(jsonText({ identity, fingerprint, reason }));
    else out.write(`identity     ${identity ?? `none: ${reason}`}\nfingerprint  ${fingerprint}\n`);
    return 0;
  },
};

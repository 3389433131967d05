/** `lionlab program hash FILE`: what a program computes, as a number; and what it does, as another. */
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { nameInMessages, programFile, readProgram } from "./read.ts";

/** The command. */
export const hashCommand: Command = {
  name: "hash",
  group: "Look things up",
  summary: "Print a program's identity, equal for programs that compute the same, and its fingerprint.",
  arguments: [programFile],
  options: ["set", "json"],
  examples: ["npx lionlab program hash found.py"],
  run: async (call) => {
    const { identifyProgram } = await import("../../optimizers/program-identity.ts");
    const { path, ...given } = await readProgram(call);
    const { identity, fingerprint, reason } = identifyProgram({ ...given, name: nameInMessages(path) });
    const { out } = call.terminal;
    if (call.options.json) out.write(jsonText({ identity, fingerprint, reason }));
    else out.write(`identity     ${identity ?? `none: ${reason}`}\nfingerprint  ${fingerprint}\n`);
    return 0;
  },
};

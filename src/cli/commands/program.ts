/**
 * `lionlab program check|print|run FILE`: optimizer programs as people write them.
 */
import { readFile } from "node:fs/promises";
import { LabError } from "../../core/errors.ts";
import { type Call, type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";

const file = { name: "file", about: "A program file, or - for standard input." } as const;

const checkCommand: Command = {
  name: "check",
  group: "Look things up",
  summary: "Find every mistake in an optimizer program.",
  arguments: [file],
  options: ["set", "json"],
  examples: [],
  run: async (call) => {
    const { checkProgram, showDiagnostic } = await import("../../program/check.ts");
    const { parseProgram } = await import("../../program/parse.ts");
    const { terminal, options } = call;
    const { text, name } = await readProgram(call);
    const diagnostics = checkProgram(parseProgram(text), await hyperparametersOf(options.set ?? []));
    if (options.json) {
      const found = diagnostics.map(({ message, at }) => ({ message, line: at.line, column: at.column }));
      terminal.out.write(jsonText({ file: name, ok: found.length === 0, diagnostics: found }));
    } else if (diagnostics.length === 0) {
      terminal.out.write(`${name}: no mistakes\n`);
    } else {
      terminal.out.write(`${diagnostics.map((diagnostic) => showDiagnostic(diagnostic, text)).join("\n\n")}\n`);
    }
    return diagnostics.length === 0 ? 0 : 2;
  },
};

const printCommand: Command = {
  name: "print",
  group: "Look things up",
  summary: "Print a program in its canonical form, the one that is stored and compared.",
  arguments: [file],
  options: ["json"],
  examples: [],
  run: async (call) => {
    const { parseProgram } = await import("../../program/parse.ts");
    const { printProgram } = await import("../../program/print.ts");
    const { text } = await readProgram(call);
    const program = parseProgram(text);
    const canonical = printProgram(program);
    call.terminal.out.write(call.options.json ? jsonText({ dialect: program.dialect, text: canonical }) : canonical);
    return 0;
  },
};

/** The command. */
export const programCommand: Command = {
  name: "program",
  group: "Look things up",
  summary: "Check, print or run an optimizer written in the laboratory's language.",
  arguments: [],
  options: [],
  examples: ["lionlab program check my-optimizer.txt"],
  commands: [checkCommand, printCommand],
};

/** Reads the text of the program that the call names. Errors: `program-unreadable`. */
async function readProgram(call: Call): Promise<{ text: string; name: string }> {
  const path = requiredArgument(call, "file");
  if (path === "-") return { text: await call.terminal.readInput(), name: "standard input" };
  try {
    return { text: await readFile(path, "utf8"), name: path };
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^\w+: /, "").replace(/, \w+( '.*')?$/, "") : String(error);
    throw new LabError("program-unreadable", `Cannot read the program ${path}: ${reason}.`, { path });
  }
}

/** Values of hyperparameters given with --set. */
async function hyperparametersOf(texts: readonly string[]) {
  const { parseSettings } = await import("../settings.ts");
  return parseSettings(texts);
}

/**
 * `lionlab program check|print|run FILE`: optimizer programs as people write them; `hash`, `prune`, `simplify`, `explain`:
 * what is in them; `from-python`: from listings and exports (`cli/program/`).
 */
import { type Call, type Command, requiredArgument } from "../command.ts";
import { readText } from "../input.ts";
import { jsonText, plainTable } from "../plain-table.ts";
import { explainCommand } from "../program/explain.ts";
import { fromPythonCommand } from "../program/from-python.ts";
import { hashCommand } from "../program/hash.ts";
import { pruneCommand } from "../program/prune.ts";
import { programFile as file } from "../program/read.ts";
import { simplifyCommand } from "../program/simplify.ts";
import { parseSettings } from "../settings.ts";

const checkCommand: Command = {
  name: "check",
  group: "Look things up",
  summary: "Find every mistake in an optimizer program.",
  arguments: [file],
  options: ["set", "json"],
  meanings: {
    set: {
      about: "Give a hyperparameter of the program a value, such as beta1=0.95; may be repeated.",
      otherwise: "as the program says",
    },
  },
  examples: [],
  run: async (call) => {
    const { checkText, showDiagnostic } = await import("../../program/check.ts");
    const { terminal, options } = call;
    const path = requiredArgument(call, "file");
    const text = await readText(path, "the program", terminal);
    const diagnostics = checkText(text, parseSettings(options.set ?? []));
    if (options.json) {
      const found = diagnostics.map(({ code, message, at }) => ({ code, message, line: at.line, column: at.column }));
      terminal.out.write(jsonText({ file: path, ok: found.length === 0, diagnostics: found }));
    } else if (diagnostics.length === 0) {
      terminal.out.write(`${path === "-" ? "The program" : path}: no mistakes\n`);
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
    const program = parseProgram(await readText(requiredArgument(call, "file"), "the program", call.terminal));
    const text = printProgram(program);
    call.terminal.out.write(call.options.json ? jsonText({ dialect: program.dialect, text }) : text);
    return 0;
  },
};

const runCommand: Command = {
  name: "run",
  group: "Look things up",
  summary: "Run a program: on gradients of yours (--input), or down a small bowl.",
  arguments: [{ name: "file", about: "A program file." }],
  options: ["input", "set", "json"],
  meanings: {
    input: {
      about:
        "JSON file with weights and gradients of yours (see npx lionlab optimizers trace --help); - is standard input.",
      otherwise: "a small bowl",
    },
    set: {
      about: "Give a hyperparameter of the program a value, such as lr=0.01; may be repeated.",
      otherwise: "as the program says",
    },
  },
  examples: [],
  run: async (call) => {
    const path = requiredArgument(call, "file");
    // A bare word would be looked up in the library; here it is always a file.
    const name = /[/\\]/.test(path) ? path : `./${path}`;
    if (call.options.input === undefined) return runOnBowl(name, call);
    return (await import("../tracing.ts")).runTrace(name, call);
  },
};

/** The command. */
export const programCommand: Command = {
  name: "program",
  group: "Look things up",
  summary: "Check, print, run, hash, prune, simplify or explain an optimizer's program, or read one from Python.",
  arguments: [],
  options: [],
  examples: [
    "npx lionlab program check my-optimizer.txt",
    "npx lionlab program run my-optimizer.txt --set lr=0.01",
    "npx lionlab program simplify found.py",
  ],
  commands: [
    checkCommand,
    printCommand,
    runCommand,
    hashCommand,
    pruneCommand,
    simplifyCommand,
    explainCommand,
    fromPythonCommand,
  ],
};

async function runOnBowl(name: string, { options, terminal }: Call): Promise<number> {
  const { resolveOptimizer } = await import("../../optimizers/resolve.ts");
  const { descendBowl } = await import("../bowl.ts");
  const hyperparameters = parseSettings(options.set ?? []);
  const { rule, lr } = resolveOptimizer({ name, folder: terminal.cwd, hyperparameters });
  const path = descendBowl(rule, { lr, steps: 100 });
  if (options.json) {
    terminal.out.write(jsonText({ lr, path }));
    return 0;
  }
  const shown = path.filter(({ step }) => [0, 1, 2, 5, 10, 20, 50, 100].includes(step));
  const digits = (value: number) => value.toPrecision(4);
  const table = plainTable(
    [{ title: "step", align: "right" }, { title: "f(w)", align: "right" }, { title: "w" }],
    shown.map(({ step, value, w }) => [String(step), digits(value), w.map(digits).join("  ")]),
  );
  terminal.out.write(`f(w) = (w1² + 10 w2² + 100 w3²) / 2 from (1, 1, 1), lr ${lr}\n\n${table}`);
  return 0;
}

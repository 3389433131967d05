/**
 * `lionlab optimizers [NAME]`: the library, or one optimizer's program, hyperparameters and source.
 */
import type { Convention, Hyperparameter, Optimizer } from "../../optimizers/optimizer.ts";
import { type Command, requiredArgument } from "../command.ts";
import { jsonText, plainTable } from "../plain-table.ts";

const traceCommand: Command = {
  name: "trace",
  group: "Look things up",
  summary: "Print the weights after every step on given gradients, by the interpreter and by the graph.",
  arguments: [{ name: "name", about: "Name of an optimizer, or the path of a program file." }],
  options: ["input", "set", "convention", "json"],
  meanings: {
    input: {
      about:
        'JSON file with weights and gradients, {"w": [[1, -2]], "steps": [{"g": [[0.1, 0.2]]}]}; - is standard input.',
    },
    set: {
      about: "Give a hyperparameter a value, such as lr=0.01; may be repeated.",
      otherwise: "the optimizer's defaults",
    },
    convention: { otherwise: "torch" },
  },
  examples: [
    `echo '{"w": [[1, -2]], "steps": [{"g": [[0.1, 0.2]]}]}' | npx lionlab optimizers trace lion --set lr=0.01`,
  ],
  run: async (call) => (await import("../tracing.ts")).runTrace(requiredArgument(call, "name"), call),
};

/** The command. */
export const optimizersCommand: Command = {
  name: "optimizers",
  group: "Look things up",
  summary: "List the optimizers, show one's program and source, or trace its steps.",
  arguments: [{ name: "name", about: "Name of an optimizer.", optional: true }],
  options: ["convention", "json"],
  meanings: { convention: { otherwise: "torch" } },
  examples: [
    "npx lionlab optimizers",
    "npx lionlab optimizers lion",
    "npx lionlab optimizers nadam --convention keras",
  ],
  commands: [traceCommand],
  run: async ({ arguments: { name }, options, terminal }) => {
    if (name === undefined) {
      const { optimizers } = await import("../../optimizers/index.ts");
      terminal.out.write(
        options.json ? jsonText(optimizers.map(summaryOf)) : listText(optimizers, terminal.out.columns()),
      );
      return 0;
    }
    const { chooseConvention, findOptimizer } = await import("../../optimizers/resolve-text.ts");
    const optimizer = findOptimizer(name);
    const chosen = chooseConvention(optimizer, options.convention ?? "torch");
    const program = await canonicalProgram(chosen.convention.program);
    terminal.out.write(
      options.json
        ? jsonText({ ...summaryOf(optimizer), convention: chosen.name, ...chosen.convention, program })
        : pageText(optimizer, chosen, program),
    );
    return 0;
  },
};

async function canonicalProgram(text: string): Promise<string> {
  const { parseProgram } = await import("../../program/parse.ts");
  const { printProgram } = await import("../../program/print.ts");
  return printProgram(parseProgram(text));
}

function summaryOf({ name, title, summary, conventions, claims }: Optimizer) {
  return { name, title, summary, conventions: Object.keys(conventions), ...claims };
}

function listText(optimizers: readonly Optimizer[], width: number): string {
  const table = plainTable(
    [{ title: "optimizer" }, { title: "state" }, { title: "conventions" }, { title: "what it does" }],
    optimizers.map(({ name, summary, conventions, claims }) => [
      name,
      statesText(claims.stateSlots),
      Object.keys(conventions).join(", "),
      summary,
    ]),
    { width },
  );
  return `${table}\nstate: numbers kept per parameter, at the defaults. One of them in full: npx lionlab optimizers NAME\n`;
}

function statesText(slots: number): string {
  return slots === 0 ? "none" : String(slots);
}

function pageText(
  { title, summary, conventions, claims }: Optimizer,
  { name, convention }: { readonly name: string; readonly convention: Convention },
  program: string,
): string {
  const others = Object.keys(conventions).filter((other) => other !== name);
  const table = plainTable(
    [{ title: "hyperparameter" }, { title: "default" }, { title: "range" }, { title: "meaning" }],
    Object.entries(convention.hyperparameters).map(([key, declared]) => [
      key,
      String(declared.default),
      rangeText(declared),
      declared.about,
    ]),
  );
  const invariant = claims.invariantToGradientScale ? "does not change its path" : "changes its path";
  const facts = [
    `Convention: ${name}${others.length > 0 ? ` (also: ${others.join(", ")}; see --convention)` : ""}`,
    `State: ${statesText(claims.stateSlots)} per parameter. Scaling all gradients by a constant ${invariant}.`,
    `Source: ${convention.source}`,
    ...(convention.deviation === "none" ? [] : [`Deviation: ${convention.deviation}`]),
  ];
  return `${title}: ${summary}\n\n${program.replace(/^(?=.)/gm, "    ")}\n${table}\n${facts.join("\n")}\n`;
}

/** `(0, ∞)`, `[0, 1)`, `true or false`. */
function rangeText({ kind, min, max, minOpen, maxOpen }: Hyperparameter): string {
  if (kind === "flag") return "true or false";
  const low = min === undefined ? "(−∞" : `${minOpen ? "(" : "["}${min}`;
  const high = max === undefined ? "∞)" : `${max}${maxOpen ? ")" : "]"}`;
  return `${low}, ${high}`;
}

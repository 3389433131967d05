/** `lionlab program simplify FILE`: the steps to the simplest form, each with what it rests on. */
import type { SimplifyStep } from "../../program/simplify/simplify.ts";
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { paint } from "../progress/text.ts";
import { lineChanges } from "./line-changes.ts";
import { nameInMessages, programFile, readProgram } from "./read.ts";

/** The command. */
export const simplifyCommand: Command = {
  name: "simplify",
  group: "Look things up",
  summary: "Simplify a program step by step, each step labelled exact, tolerant or empirical.",
  arguments: [programFile],
  options: ["empirical", "set", "json"],
  examples: ["npx lionlab program simplify found.py", "npx lionlab program simplify found.py --empirical"],
  run: async (call) => {
    const { simplestText, simplify } = await import("../../program/simplify/simplify.ts");
    const given = await readProgram(call);
    const { inPaperForm } = await import("../../optimizers/paper-form.ts");
    const program = inPaperForm({ ...given, name: nameInMessages(given.path) });
    const rewritten = program !== given.program;
    const all = simplify(program, { labels: ["exact", "tolerant", "empirical"] });
    const steps = call.options.empirical ? all : simplify(program);
    const text = simplestText(program, steps);
    const notTaken = call.options.empirical ? [] : all.filter(({ label }) => label === "empirical");
    const { out } = call.terminal;
    const proposed = notTaken.map(({ rule, reason }) => ({ rule, reason }));
    const end = `${steps.length === 0 ? "No rule applies; this is the simplest form:" : summaryText(steps)}\n\n${text}`;
    const pieces = [
      ...(rewritten ? [rewrittenText] : []),
      ...steps.map((step, i) => stepText(step, { number: i + 1, color: out.color })),
      end,
      ...(notTaken.length === 0 ? [] : [notTakenText(notTaken.map(({ rule }) => rule))]),
    ];
    out.write(call.options.json ? jsonText({ steps, program: text, notTaken: proposed }) : pieces.join("\n"));
    return 0;
  },
};

/** Said before the steps of a program of the library's dialect. */
const rewrittenText = `In the paper's form, with hyperparameters as constants and weight decay on every parameter:
`;

const labelLooks = { exact: "green", tolerant: "cyan", empirical: "red" } as const;

/** One step: number, label, rule, its sentence, and the lines that changed. */
function stepText(step: SimplifyStep, { number, color }: { number: number; color: boolean }): string {
  const { rule, label, reason, before, after, places } = step;
  const times = places > 1 ? `, ${places} times` : "";
  const evaluated = label === "empirical" ? " (not re-evaluated)" : "";
  const heading = `${String(number).padStart(2)}. ${paint(label.padEnd(9), labelLooks[label], { color })}  ${paint(rule, "bold", { color })}${times}${evaluated}`;
  const changed = lineChanges(before, after).filter(({ kind }) => kind !== "same");
  const lines = changed.map(({ kind, line }) => {
    const text = `${kind === "gone" ? "-" : "+"} ${line.trim()}`;
    return `    ${paint(text, kind === "gone" ? "red" : "green", { color })}`;
  });
  return `${[heading, `    ${reason}`, ...lines].join("\n")}\n`;
}

function summaryText(steps: readonly SimplifyStep[]): string {
  const counts = (["exact", "tolerant", "empirical"] as const).flatMap((label) => {
    const count = steps.filter((step) => step.label === label).length;
    return count === 0 ? [] : [`${count} ${label}${label === "empirical" ? ", not re-evaluated" : ""}`];
  });
  return `After ${steps.length} step${steps.length === 1 ? "" : "s"} (${counts.join("; ")}):`;
}

function notTakenText(rules: readonly string[]): string {
  return `Not taken, as they are no identities: ${rules.join(", ")}. --empirical takes them without measuring;\n"npx lionlab discover" measures them.\n`;
}

/** `lionlab program explain FILE`: which optimizer a program is, its numbers, its memory and its formula. */
import type { ProgramExplanation } from "../../optimizers/explain-program.ts";
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { nameInMessages, programFile, readProgram } from "./read.ts";

/** The command. */
export const explainCommand: Command = {
  name: "explain",
  group: "Look things up",
  summary: "Say which known optimizer a program is, with its numbers, memory and formula.",
  arguments: [programFile],
  options: ["set", "json"],
  examples: ["npx lionlab program explain found.py"],
  run: async (call) => {
    const { explainProgram } = await import("../../optimizers/explain-program.ts");
    const { path, ...given } = await readProgram(call);
    const facts = explainProgram({ ...given, name: nameInMessages(path) });
    call.terminal.out.write(call.options.json ? jsonText(facts) : explainText(facts));
    return 0;
  },
};

function explainText(facts: ProgramExplanation): string {
  const { description, about, difference, exact, signMomentum, behaviour, states, bytesPerWeight, formulas } = facts;
  const how =
    difference === null
      ? "read off its form"
      : exact
        ? "equal to rounding"
        : `differs by ${figure(difference)} of a step at most`;
  const headline =
    description === null
      ? facts.compared
        ? "This is no family that is known here."
        : "This program is too large to be compared with the families by its form; what follows was seen by running it."
      : `This is ${description} (${how}).\n${about}`;
  const sign = signMomentum.member ? `yes, by ${signMomentum.evidence}` : "no";
  const rows: readonly (readonly [string, string])[] = [
    ...(formulas === null ? [] : [["update", formulas.update] as const]),
    ...(formulas?.states.map(({ name, formula }) => [`state ${name}`, `${name} ← ${formula}`] as const) ?? []),
    ["memory", memoryText(states, bytesPerWeight)],
    ["sign momentum", sign],
    ["behaviour", behaviourText(behaviour)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
  return `${headline}\n\n${table}\n${formulas === null ? `\n${facts.program}` : ""}`;
}

function memoryText(states: readonly string[], bytes: number): string {
  if (states.length === 0) return "no state";
  return `${states.length} state${states.length === 1 ? "" : "s"} (${states.join(", ")}): ${bytes} bytes a weight in float32`;
}

function behaviourText({ signLike, momentum }: ProgramExplanation["behaviour"]): string {
  const step = signLike ? "all weights move by one distance in a step" : "weights move by different distances";
  return `${step}; ${momentum ? "depends on earlier gradients" : "depends on no earlier gradient"}`;
}

function figure(value: number): string {
  return Number(value.toPrecision(2)).toString();
}

/** `lionlab program explain FILE`: which optimizer a program is, its numbers, its memory and its formula. */
import { LabError } from "../../core/errors.ts";
import type { FormulaText } from "../../program/simplify/formula-text.ts";
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { type GivenProgram, inPaperForm, programFile, readProgram } from "./read.ts";

/** The command. */
export const explainCommand: Command = {
  name: "explain",
  group: "Look things up",
  summary: "Say which known optimizer a program is, with its numbers, memory and formula.",
  arguments: [programFile],
  options: ["set", "json"],
  examples: ["npx lionlab program explain found.py"],
  run: async (call) => {
    const facts = await explain(await readProgram(call));
    call.terminal.out.write(call.options.json ? jsonText(facts) : explainText(facts));
    return 0;
  },
};

/** What is told about a program. */
type Explanation = Awaited<ReturnType<typeof explain>>;

async function explain(given: GivenProgram) {
  const { program, hyperparameters } = given;
  const { bindProgram } = await import("../../program/bind.ts");
  const { recognize } = await import("../../program/families/recognize.ts");
  const { isSignMomentum } = await import("../../program/families/sign-momentum.ts");
  const { families } = await import("../../program/families/index.ts");
  const { behavesLikeSign } = await import("../../program/families/behaviour.ts");
  const { printProgram } = await import("../../program/print.ts");
  const rule = bindProgram(program, hyperparameters);
  const found = recognize(program, hyperparameters);
  const { normalStepOf } = await import("../../program/families/normal-terms.ts");
  const simple = await simplest(given);
  const text = program.dialect === "paper" ? simple.text : null;
  const slots = rule.slots.map(({ name }) => name);
  return {
    family: found?.family ?? null,
    description: found?.description ?? null,
    about: families.find(({ name }) => name === found?.family)?.about ?? null,
    parameters: found?.parameters ?? {},
    exact: found?.exact ?? false,
    difference: found?.difference ?? null,
    signMomentum: isSignMomentum(program, hyperparameters),
    behaviour: behavesLikeSign(rule),
    states: slots,
    bytesPerWeight: 4 * slots.length,
    /** False where the program is too large to be compared with families by its form. */
    compared: normalStepOf(program, hyperparameters) !== null,
    formulas: simple.formulas,
    program: text ?? printProgram(program),
  };
}

/** The simplest form and its formulas; nothing of it where the paper's form cannot say the program, or it is too large. */
async function simplest(given: GivenProgram): Promise<{ text: string | null; formulas: FormulaText | null }> {
  const { flowOf } = await import("../../program/simplify/flow.ts");
  const { formulasOf } = await import("../../program/simplify/formula-text.ts");
  const { parseProgram } = await import("../../program/parse.ts");
  const { simplestText, simplify } = await import("../../program/simplify/simplify.ts");
  try {
    const program = await inPaperForm(given);
    const text = simplestText(program, simplify(program));
    return { text, formulas: formulasOf(flowOf(parseProgram(text))) };
  } catch (error) {
    if (error instanceof LabError && (error.code === "no-seed" || error.code === "too-large")) {
      return { text: null, formulas: null };
    }
    throw error;
  }
}

function explainText(facts: Explanation): string {
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

function behaviourText({ signLike, momentum }: Explanation["behaviour"]): string {
  const step = signLike ? "all weights move by one distance in a step" : "weights move by different distances";
  return `${step}; ${momentum ? "depends on earlier gradients" : "depends on no earlier gradient"}`;
}

function figure(value: number): string {
  return Number(value.toPrecision(2)).toString();
}

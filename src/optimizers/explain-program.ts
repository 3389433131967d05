/** Which known optimizer a program is, its numbers, its memory and its formula: for a terminal and for a page. */
import { LabError } from "../core/errors.ts";
import { bindProgram } from "../program/bind.ts";
import { behavesLikeSign, type SignBehaviour } from "../program/families/behaviour.ts";
import { families } from "../program/families/index.ts";
import { normalStepOf } from "../program/families/normal-terms.ts";
import { recognize } from "../program/families/recognize.ts";
import { isSignMomentum, type SignMomentum } from "../program/families/sign-momentum.ts";
import { parseProgram } from "../program/parse.ts";
import { printProgram } from "../program/print.ts";
import { flowOf } from "../program/simplify/flow.ts";
import { type FormulaText, formulasOf } from "../program/simplify/formula-text.ts";
import { simplestText, simplify } from "../program/simplify/simplify.ts";
import { inPaperForm, type NamedProgram } from "./paper-form.ts";

/** What is told about a program. */
export interface ProgramExplanation {
  /** Name of the family, and what it was recognised as; null where it is none. */
  readonly family: string | null;
  readonly description: string | null;
  readonly about: string | null;
  readonly parameters: { readonly [name: string]: number };
  /** Whether the family's own program takes the same steps to rounding, and how far it was off; null where it was not run. */
  readonly exact: boolean;
  readonly difference: number | null;
  readonly signMomentum: SignMomentum;
  readonly behaviour: SignBehaviour;
  /** Live states. */
  readonly states: readonly string[];
  readonly bytesPerWeight: number;
  /** False where the program is too large to be compared with families by its form. */
  readonly compared: boolean;
  /** Null where the paper's form cannot say the program, or it is too large. */
  readonly formulas: FormulaText | null;
  /** The simplest text of it that is known: of a program of the library's dialect its own. */
  readonly program: string;
}

/** Explains a valid program. */
export function explainProgram(given: NamedProgram): ProgramExplanation {
  const { program, hyperparameters } = given;
  const rule = bindProgram(program, hyperparameters);
  const found = recognize(program, hyperparameters);
  const simple = simplest(given);
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
    compared: normalStepOf(program, hyperparameters) !== null,
    formulas: simple.formulas,
    program: (program.dialect === "paper" ? simple.text : null) ?? printProgram(program),
  };
}

/** The simplest form and its formulas; nothing of it where the paper's form cannot say the program, or it is too large. */
function simplest(given: NamedProgram): { readonly text: string | null; readonly formulas: FormulaText | null } {
  try {
    const program = inPaperForm(given);
    const text = simplestText(program, simplify(program));
    return { text, formulas: formulasOf(flowOf(parseProgram(text))) };
  } catch (error) {
    if (error instanceof LabError && (error.code === "no-seed" || error.code === "too-large"))
      return { text: null, formulas: null };
    throw error;
  }
}

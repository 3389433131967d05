/** What is known of a program, as sentences. */

import type { ProgramExplanation } from "../../../src/optimizers/explain-program.ts";
import type { LibraryTwin, LionKMember, StepFactsOfProgram } from "../../../src/optimizers/program-facts.ts";

/** The family, or that there is none. */
export function familyText({ description, exact, difference, compared, signMomentum }: ProgramExplanation): string {
  if (description !== null) {
    const how =
      difference === null ? "read off its form" : exact ? "equal to rounding" : `within ${round(difference)} of a step`;
    return `This is ${description} (${how}).`;
  }
  if (signMomentum.member)
    return `No family that is known here, but one of sign momentum, ${signMomentum.evidence === "structure" ? "by its form" : "by how it behaves"}.`;
  return compared
    ? "This is no family that is known here."
    : "This program is too large to be compared with the families by its form.";
}

/** The optimizers that take the same steps. */
export function twinsText(twins: readonly LibraryTwin[]): string {
  if (twins.length === 0) return "none takes the same steps at these numbers";
  return `takes the steps of ${inWords(twins.map(({ name }) => name))}, as far as five steps on fixed inputs tell`;
}

/** Whether it is one of the family. */
export function lionKText(member: LionKMember | null): string {
  return member === null ? "not known to be" : `yes, with K = ${member.k}: ${member.because}`;
}

/** Names as people read them. */
export function readsText(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : inWords(names.map((name) => words[name] ?? name));
}

const words: { readonly [name: string]: string | undefined } = {
  w: "weights",
  g: "gradient",
  lr: "rate",
  peak_lr: "peak rate",
  step: "step count",
  total_steps: "number of steps",
};

/** What the step of one weight sees. */
export function scopeText(scope: StepFactsOfProgram["scope"]): string {
  if (scope === "weight") return "each weight by itself";
  return scope === "tensor" ? "each weight with its whole tensor" : "all tensors together";
}

/** Memory and operations. */
export function costText(
  { operations, states }: Pick<StepFactsOfProgram, "operations" | "states">,
  bytes: number,
): string {
  const { perWeight, sums, host } = operations;
  const kept = bytes / 4;
  const memory =
    kept === 0 ? "no state" : `${kept} ${kept === 1 ? "state" : "states"}, ${bytes} bytes a weight in float32`;
  const numbers = states.length - kept;
  const parts = [
    memory,
    ...(numbers > 0 ? [`${count(numbers, "number")} carried`] : []),
    `${count(perWeight, "operation")} on each weight`,
    ...(sums > 0 ? [count(sums, "sum over weights", "sums over weights")] : []),
    ...(host > 0 ? [`${count(host, "number")} a step on the host`] : []),
  ];
  return parts.join("; ");
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(2)));
}

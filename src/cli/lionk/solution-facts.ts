/** A solved problem as plain data: what `--json` prints and `solution.json` holds. Figures that are infinite, or unknown, are null. */

import { envelopeHeld, theoremHeld } from "../../lionk/promises.ts";
import type { Problem } from "../../lionk/read-problem.ts";
import type { Solution } from "../../lionk/solve.ts";
import type { Solved, SolveOutcome } from "./solve-run.ts";

/** One object; a problem with several cases has them as a list. */
export function solutionFacts({ problem, outcomes }: Solved): object {
  const { name, kind, kFunction, options, cases } = problem;
  const { eta, beta1, beta2, lambda, schedule, decay } = options;
  const about = { name, objective: kind, k: kFunction.name, lambda, eta, beta1, beta2, schedule, decay };
  const facts = outcomes.map((outcome) => factsOf(outcome, problem));
  return cases.length === 1 ? { ...about, ...facts[0] } : { ...about, problems: cases.length, solutions: facts };
}

function factsOf({ solved, solution, seconds, phaseOneSeconds, interrupted }: SolveOutcome, problem: Problem): object {
  const { x, f, objective, gap, bound, distance, steps, phaseOne, warning, certificate } = solution;
  const { convex, curvature } = solved.objective;
  return {
    ...(problem.terms.length === 0 ? {} : { weights: solved.weights, terms: termValues(solution, problem) }),
    x: shaped([...x], problem),
    f,
    F: finite(objective),
    gap: finite(gap),
    convex,
    bound: convex ? finite(bound) : null,
    distance,
    steps,
    phaseOneSteps: phaseOne,
    seconds,
    phaseOneSeconds,
    interrupted,
    warning,
    certificate:
      certificate === null
        ? null
        : {
            envelope: { held: envelopeHeld(certificate), excess: finite(certificate.envelope) },
            theorem: {
              held: theoremHeld(certificate),
              excess: certificate.theorem,
              checkedSteps: certificate.checkedSteps,
              curvature,
            },
          },
  };
}

/** Value of each objective of a weighted sum, without its weight. */
export function termValues({ x }: Solution, { terms }: Problem): number[] {
  return terms.map(({ objective }) => objective.value(x));
}

/** A vector as a list, a matrix as a list of rows. */
export function shaped(x: readonly number[], { shape }: Problem): readonly number[] | readonly (readonly number[])[] {
  const { rows, columns } = shape;
  if (rows === undefined || columns === undefined) return x;
  return Array.from({ length: rows }, (_, i) => x.slice(i * columns, (i + 1) * columns));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** What the theory promises of a run and whether it held, as sentences with their figures; where it promises nothing, why. */
import { envelopeHeld, theoremHeld } from "../../src/lionk/promises.ts";
import type { Trace } from "../../src/lionk/trace.ts";
import { coordinate } from "../parts/plane/scene.ts";
import type { PlaneProblem } from "./problem.ts";

/** `exceeded`: what is promised of continuous time alone, and steps of this size do not keep. */
export type PromiseState = "held" | "broken" | "exceeded" | "none";

/** A promise. */
export interface PromiseRow {
  readonly key: "phase-one" | "theorem" | "equation" | "gap";
  readonly title: string;
  readonly state: PromiseState;
  /** What is promised, or why nothing is. */
  readonly promise: string;
  /** What was measured; empty where nothing is promised. */
  readonly measured: string;
}

/** All promises of a run, as far as it has come. */
export function promisesOf(problem: PlaneProblem, trace: Trace): readonly PromiseRow[] {
  return [phaseOne(problem, trace), theorem(problem, trace), equation(problem, trace), gap(problem, trace)];
}

function phaseOne({ k, options }: PlaneProblem, trace: Trace): PromiseRow {
  const row = { key: "phase-one", title: "Phase I: into the set, and never out again" } as const;
  if (k.distance(Float64Array.of(1e9, 1e9)) === 0) {
    return none(row, "This K holds x to no set: K* is finite everywhere, and there is nothing to enter.");
  }
  const { eta, lambda, decay } = options;
  const factor =
    decay === "explicit"
      ? `1 − ηλ = ${coordinate(1 - eta * lambda)}`
      : `1/(1 + ηλ) = ${coordinate(1 / (1 + eta * lambda))}`;
  const sized = options.schedule === "cosine" ? `${factor} at first` : factor;
  const promise = `With each step the distance of λx from the set shrinks at least to ${sized} of what it was. Neither f nor noise matters.`;
  const certificate = trace.certificate();
  const steps = trace.points.length - 1;
  if (steps === 0) return none(row, "No step was made.");
  const { phaseOne: entered, distance } = trace.points.at(-1)!;
  const where =
    entered === 0
      ? "It began in the set"
      : entered === null
        ? `It is still ${coordinate(distance)} away after ${steps} steps`
        : `It was in the set from step ${entered} on`;
  if (envelopeHeld(certificate)) {
    return { ...row, state: "held", promise, measured: `${where}; the bound held at all ${steps} steps.` };
  }
  return {
    ...row,
    state: "broken",
    promise,
    measured: `${where}; the bound was exceeded by ${coordinate(certificate.envelope)}.`,
  };
}

function theorem({ objective, options, noise }: PlaneProblem, trace: Trace): PromiseRow {
  const row = { key: "theorem", title: "Phase II: what a step may cost" } as const;
  const { beta1, beta2 } = options;
  if (noise > 0)
    return none(row, "The theorem is about exact gradients: through noise it promises nothing of a single step.");
  if (beta1 > beta2) return none(row, `It asks for β₁ ≤ β₂, and ${beta1} is above ${beta2}.`);
  if (objective.curvature === null) return none(row, "It asks for a bound L on the curvature of f, and none is known.");
  const certificate = trace.certificate();
  if (certificate.theorem === null) return none(row, "It is about steps that begin in the set, and there was none.");
  const promise = `Inside the set, H rises in a step by no more than theorem 4.1 allows: L η²/2 times a squared length, less what the momentum makes it fall by. L = ${coordinate(objective.curvature)}.`;
  const steps = `${certificate.checkedSteps} steps`;
  if (theoremHeld(certificate) === true) {
    const slack = `the nearest stayed ${coordinate(Math.abs(certificate.theorem))} below (of 1 + |H|)`;
    return { ...row, state: "held", promise, measured: `Held at each of ${steps} begun in the set; ${slack}.` };
  }
  const first = trace.points.find(({ excess }) => (excess?.theorem ?? 0) > 1e-9)!;
  const measured = `Exceeded by up to ${coordinate(certificate.theorem)} (of 1 + |H|), first at step ${first.step}: the curvature of f is not bounded by this L there.`;
  return { ...row, state: "broken", promise, measured };
}

function equation({ noise, kFunction }: PlaneProblem, trace: Trace): PromiseRow {
  const row = { key: "equation", title: "In continuous time: H never rises" } as const;
  if (noise > 0) return none(row, "Theorem 3.1 is about exact gradients: through noise H may rise at any time.");
  const seen = trace.points.filter(({ rise }) => rise !== null);
  if (seen.length === 0) return none(row, "H is finite in the set alone, and no step began there.");
  const promise = `Theorem 3.1 promises it of the equation that steps follow as η goes to 0, and of no step that has a size.${
    kFunction.smooth
      ? ""
      : " It asks for a differentiable K; this one has kinks, and the theorem is about it rounded ever less."
  }`;
  const size = (at: (typeof seen)[number]): number => 1e-12 * (1 + Math.abs(at.lyapunov));
  const risen = seen.filter((at) => at.rise! > size(at));
  if (risen.length === 0)
    return { ...row, state: "held", promise, measured: `H fell, or stayed, in all ${seen.length} steps in the set.` };
  const worst = risen.reduce((most, at) => (at.rise! > most.rise! ? at : most));
  const measured = `Steps of this size break it: H rose in ${risen.length} of ${seen.length} steps, by ${coordinate(worst.rise!)} at most, at step ${worst.step}.`;
  return { ...row, state: "exceeded", promise, measured };
}

function gap({ objective, options, noise }: PlaneProblem, trace: Trace): PromiseRow {
  const row = { key: "gap", title: "How far from the best: the gap" } as const;
  if (!objective.convex) return none(row, "It bounds F − F* for convex f alone, and f is not known to be convex.");
  if (noise > 0) return none(row, "Through noise the gradient is not known, and so is the gap.");
  const { gap: last, objective: value } = trace.points.at(-1)!;
  if (!Number.isFinite(last)) return none(row, "F and the gap are infinite outside the set.");
  const promise = "F is above its least value by gap/λ at most, f being convex: no other solver is needed to know.";
  const measured = `F = ${coordinate(value)}, and F − F* ≤ ${coordinate(Math.max(0, last / options.lambda))}.`;
  return { ...row, state: "held", promise, measured };
}

function none(row: Pick<PromiseRow, "key" | "title">, why: string): PromiseRow {
  return { ...row, state: "none", promise: why, measured: "" };
}

/**
 * What a rule does, seen from outside: directions on fixed random gradients, with the weights set to zero before every step
 * so that weight decay adds nothing.
 */
import { createRng } from "../../core/rng.ts";
import { floatTensor, scalar, type Tensor } from "../../core/tensor.ts";
import { eager } from "../../graph/builder.ts";
import { initialSlots, leavesOf } from "../interpret.ts";
import type { Rule } from "../rule.ts";

const leaves = leavesOf([[5], [3]]);
const size = 8;

/** Steps of a probe; the first few are left out of judgements, since averages start at zero. */
export const probeSteps = 10;
const settled = 3;

/** Gradients `[size]` of a probe, one a step. Equal for all programs. */
export function probeGradients(stream: number, length = probeSteps): Float64Array[] {
  const rng = createRng(stream, "probe");
  return Array.from({ length }, () => Float64Array.from({ length: size }, () => 0.3 * rng.normal()));
}

/** What is subtracted from zero weights in each step. */
export function directionsOf(rule: Rule, gradients: readonly ArrayLike<number>[]): Float64Array[] {
  const w = floatTensor([size], new Float64Array(size));
  let slots: readonly Tensor[] = initialSlots(rule, leaves);
  return gradients.map((gradient, i) => {
    const facts = { step: i + 1, lr: 1 / (1 + 0.1 * i), peakLr: 1, totalSteps: gradients.length };
    const scalars = [...rule.hostScalars(facts)].map(scalar);
    const next = rule.apply(eager, { w, g: floatTensor([size], gradient), slots, scalars }, leaves);
    slots = next.slots;
    return Float64Array.from(next.w.data, (value) => -value);
  });
}

/** What a probe says about signs and momentum. */
export interface SignBehaviour {
  /** All weights move by one distance in a step, whatever the scale of the gradients, and turn with the gradients' signs. */
  readonly signLike: boolean;
  /** The step depends on gradients of earlier steps. */
  readonly momentum: boolean;
}

/** Relative difference up to which distances count as one. */
const tolerance = 1e-3;

/** Probes a rule on three fixed streams of gradients: as they are, scaled, negated, and with another past. */
export function behavesLikeSign(rule: Rule): SignBehaviour {
  const streams = [1, 2, 3].map((stream) => probeGradients(stream));
  const results = streams.map((gradients) => directionsOf(rule, gradients));
  const momentum = streams.some((gradients, i) => remembersPast(rule, gradients, results[i]!));
  const signLike = streams.every((gradients, i) => {
    const directions = results[i]!;
    if (!directions.slice(settled).every(hasOneSize)) return false;
    const scaled = directionsOf(
      rule,
      gradients.map((g) => g.map((x) => 30 * x)),
    );
    const turned = directionsOf(
      rule,
      gradients.map((g) => g.map((x) => -x)),
    );
    return directions.slice(settled).every((direction, at) => {
      const [same, opposite] = [scaled[at + settled]!, turned[at + settled]!];
      return (
        isClose(direction, same) &&
        isClose(
          direction,
          opposite.map((x) => -x),
        )
      );
    });
  });
  return { signLike, momentum };
}

function hasOneSize(direction: Float64Array): boolean {
  const sizes = direction.map(Math.abs);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return Number.isFinite(most) && most > 0 && most - least <= tolerance * most;
}

function isClose(a: Float64Array, b: Float64Array): boolean {
  const largest = Math.max(...a.map(Math.abs));
  return a.every((value, i) => Math.abs(value - b[i]!) <= tolerance * largest);
}

/** True where the last direction changes when the gradients before it do. */
function remembersPast(rule: Rule, gradients: readonly Float64Array[], directions: readonly Float64Array[]): boolean {
  const last = gradients.length - 1;
  const other = gradients.map((gradient, i) => (i < last ? gradient.map((x) => -x) : gradient));
  return !isClose(directions[last]!, directionsOf(rule, other)[last]!);
}

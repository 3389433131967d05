/**
 * What a rule does, seen from outside: directions on fixed random gradients, with the weights set to zero before every step
 * so that weight decay adds nothing.
 */
import { createRng } from "../../core/rng.ts";
import { floatTensor, scalar, type Tensor } from "../../core/tensor.ts";
import { eager } from "../../graph/builder.ts";
import { initialSlots, leavesOf } from "../interpret.ts";
import { treeSize } from "../program-ops.ts";
import type { Leaf, Rule } from "../rule.ts";

const probeLeaves = leavesOf([[5], [3]]);
const size = treeSize(probeLeaves);

/** Steps of a probe; the first few are left out of judgements, since averages start at zero. */
export const probeSteps = 10;
const settled = 3;

/** Gradients `[size]` of a probe, one a step. Equal for all programs. */
export function probeGradients(stream: number, length = probeSteps): Float64Array[] {
  const rng = createRng(stream, "probe");
  return Array.from({ length }, () => Float64Array.from({ length: size }, () => 0.3 * rng.normal()));
}

/** On what directions are looked at. */
export interface DirectionOptions {
  /** Tensors of the weights; default: those of the probes. */
  readonly leaves?: readonly Leaf[];
  /** Rate of a step, of a peak of 1, counted from 0; default: it falls slowly. */
  readonly rate?: (at: number) => number;
}

/** What is subtracted from zero weights in each step; gradients are as large as the weights together. */
export function directionsOf(
  rule: Rule,
  gradients: readonly ArrayLike<number>[],
  { leaves = probeLeaves, rate = (at) => 1 / (1 + 0.1 * at) }: DirectionOptions = {},
): Float64Array[] {
  const shape = [treeSize(leaves)];
  const w = floatTensor(shape, new Float64Array(shape[0]!));
  let slots: readonly Tensor[] = initialSlots(rule, leaves);
  return gradients.map((gradient, i) => {
    const facts = { step: i + 1, lr: rate(i), peakLr: 1, totalSteps: gradients.length };
    const scalars = [...rule.hostScalars(facts)].map(scalar);
    const next = rule.apply(eager, { w, g: floatTensor(shape, gradient), slots, scalars }, leaves);
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

/**
 * What a training step does with a gradient: gather it over several batches, clip it, let the rule step, scale the step by layer,
 * and average the weights.
 *
 * With accumulation every batch is a step of the loop. It adds its gradient to a sum that the loop carries, and the rule's
 * step is taken where the host feeds 1 as `apply`, with the mean of the sum; elsewhere the state stays. So memory is that of
 * one batch, and a trial can stop between any two.
 */
import type { Builder } from "../graph/builder.ts";
import type { Value } from "../graph/graph.ts";
import { clipByGlobalNorm } from "../program/program-ops.ts";
import type { Leaf, Rule } from "../program/rule.ts";
import { decayMaskOf } from "./parameters.ts";

/** How a step updates. */
export interface UpdateSettings {
  /** Largest global norm of the gradient, or null for no clipping. */
  readonly clipGlobalNorm: number | null;
  readonly decaySkipsBiases: boolean;
  /** Whether steps are multiplied by an input `layer-scale` `[P]`. */
  readonly scalesLayers?: boolean;
  /** Batches of one step of the rule. */
  readonly accumulate?: number;
  /** Share that the average of the weights keeps at each step of the rule; absent: there is none. */
  readonly ema?: number;
}

/** Names of the inputs and outputs of the state that settings add to weights, statistics and slots. */
export const stateNames = {
  accumulated: "accumulated",
  average: "average",
  averageStatistics: "average-statistics",
} as const;
/** Input that says, for each batch, whether the rule steps after it. */
export const applyInput = "apply";
/** Input of the factors of each number's step. */
export const layerScaleInput = "layer-scale";

/** Names of the state inputs that hold the rule's slots, in order. */
export function slotNames(rule: Rule): readonly string[] {
  return rule.slots.map((_, index) => `slot-${index}`);
}

/** Names of the inputs that hold the rule's scalars, in order. */
export function scalarInputs(rule: Rule): readonly string[] {
  return rule.scalarNames.map((_, index) => `scalar-${index}`);
}

/** Values of a step, flat: weights and gradient `[P]`, statistics `[S]` before and after it where the model has some. */
export interface UpdateValues {
  readonly w: Value;
  readonly g: Value;
  readonly statistics: Value | null;
}

/** The state after the step, under the names of its inputs. */
export function updateState(
  b: Builder,
  { w, g, statistics }: UpdateValues,
  {
    rule,
    leaves,
    settings,
  }: { readonly rule: Rule; readonly leaves: readonly Leaf[]; readonly settings: UpdateSettings },
): { readonly [name: string]: Value; readonly w: Value } {
  const { accumulate = 1, ema } = settings;
  const tree = (name: string): Value => b.input(name, { dtype: "float", shape: w.shape });
  const slots = slotNames(rule).map(tree);
  const { gradient, sum, chosen } = gathered(b, g, accumulate);
  const next = ruleStep(b, { w, gradient, slots }, { rule, leaves, settings });
  const stepped = chosen(next.w, w);
  const named = slotNames(rule).map((name, index) => [name, chosen(next.slots[index]!, slots[index]!)] as const);
  const averaged = (name: string, value: Value): Value => {
    const before = b.input(name, { dtype: "float", shape: value.shape });
    return chosen(b.add(b.mul(before, b.scalar(ema!)), b.mul(value, b.scalar(1 - ema!))), before);
  };
  return {
    ...Object.fromEntries(named),
    w: stepped,
    ...(sum === null ? {} : { [stateNames.accumulated]: sum }),
    ...(ema === undefined ? {} : { [stateNames.average]: averaged(stateNames.average, stepped) }),
    ...(ema === undefined || statistics === null
      ? {}
      : { [stateNames.averageStatistics]: averaged(stateNames.averageStatistics, statistics) }),
  };
}

/** The gradient that the rule sees, the sum that goes on, and the choice between what a step makes and what was before it. */
function gathered(b: Builder, g: Value, batches: number) {
  if (batches === 1) return { gradient: g, sum: null, chosen: (after: Value, _before: Value): Value => after };
  const apply = b.greater(b.input(applyInput, { dtype: "float", shape: [] }), b.scalar(0));
  const sum = b.add(b.input(stateNames.accumulated, { dtype: "float", shape: g.shape }), g);
  return {
    gradient: b.mul(sum, b.scalar(1 / batches)),
    sum: b.where(apply, b.scalar(0), sum),
    chosen: (after: Value, before: Value): Value => b.where(apply, after, before),
  };
}

function ruleStep(
  b: Builder,
  { w, gradient, slots }: { readonly w: Value; readonly gradient: Value; readonly slots: readonly Value[] },
  {
    rule,
    leaves,
    settings,
  }: { readonly rule: Rule; readonly leaves: readonly Leaf[]; readonly settings: UpdateSettings },
): { readonly w: Value; readonly slots: readonly Value[] } {
  const { clipGlobalNorm, decaySkipsBiases, scalesLayers = false } = settings;
  const scalars = scalarInputs(rule).map((name) => b.input(name, { dtype: "float", shape: [] }));
  const g = clipGlobalNorm === null ? gradient : clipByGlobalNorm(b, gradient, clipGlobalNorm);
  const mask = decaySkipsBiases ? b.constant(decayMaskOf(leaves)) : undefined;
  const next = rule.apply(b, { w, g, slots, scalars }, leaves, mask);
  if (!scalesLayers) return next;
  const scale = b.input(layerScaleInput, { dtype: "float", shape: w.shape });
  return { ...next, w: b.add(w, b.mul(scale, b.sub(next.w, w))) };
}

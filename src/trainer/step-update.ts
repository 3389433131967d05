/**
 * What a training step does with a gradient: gather it over several batches, clip it, let the rule step, scale the step by layer,
 * and average the weights. All of it chunk by chunk, but for the norm that clipping looks at.
 *
 * With accumulation every batch is a step of the loop. It adds its gradient to a sum that the loop carries, and the rule's
 * step is taken where the host feeds 1 as `apply`, with the mean of the sum; elsewhere the state stays. So memory is that of
 * one batch, and a trial can stop between any two.
 */
import type { Builder } from "../graph/builder.ts";
import type { Value } from "../graph/graph.ts";
import { clipTogether } from "../program/program-ops.ts";
import type { Rule, StepValues } from "../program/rule.ts";
import type { Chunk } from "./chunks.ts";
import { type DecaySettings, decayMaskOf } from "./parameters.ts";

/** How a step updates. */
export interface UpdateSettings extends DecaySettings {
  /** Largest global norm of the gradient, or null for no clipping. */
  readonly clipGlobalNorm: number | null;
  /** Whether steps are multiplied by inputs `layer-scale` `[P]`. */
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

/** Values of a step: weights and gradient `[P]` of each chunk, statistics `[S]` after it where the model has some. */
export interface UpdateValues {
  readonly w: readonly Value[];
  readonly g: readonly Value[];
  readonly statistics: Value | null;
}

/** What a step is made with. */
interface Stepping {
  readonly rule: Rule;
  readonly chunks: readonly Chunk[];
  readonly settings: UpdateSettings;
}

/** The state after the step, under the names of its inputs, and the weights of each chunk among it. */
export function updateState(
  b: Builder,
  { w, g, statistics }: UpdateValues,
  { rule, chunks, settings }: Stepping,
): { readonly state: { readonly [name: string]: Value }; readonly weights: readonly Value[] } {
  const { accumulate = 1, clipGlobalNorm, ema } = settings;
  const apply = accumulate === 1 ? null : b.greater(b.input(applyInput, { dtype: "float", shape: [] }), b.scalar(0));
  const chosen = (after: Value, before: Value): Value => (apply === null ? after : b.where(apply, after, before));
  const averaged = (name: string, value: Value): Value => {
    const before = b.input(name, { dtype: "float", shape: value.shape });
    return chosen(b.add(b.mul(before, b.scalar(ema!)), b.mul(value, b.scalar(1 - ema!))), before);
  };
  const gathered = chunks.map(({ suffix }, i) => {
    if (apply === null) return { gradient: g[i]!, kept: {} };
    const name = stateNames.accumulated + suffix;
    const sum = b.add(b.input(name, { dtype: "float", shape: g[i]!.shape }), g[i]!);
    return { gradient: b.mul(sum, b.scalar(1 / accumulate)), kept: { [name]: b.where(apply, b.scalar(0), sum) } };
  });
  const whole = gathered.map(({ gradient }) => gradient);
  const clipped = clipGlobalNorm === null ? whole : clipTogether(b, whole, clipGlobalNorm);
  const scalars = scalarInputs(rule).map((name) => b.input(name, { dtype: "float", shape: [] }));
  const parts = chunks.map((chunk, i) => {
    const { suffix } = chunk;
    const slots = slotNames(rule).map((name) => b.input(name + suffix, { dtype: "float", shape: w[i]!.shape }));
    const next = ruleStep(b, { w: w[i]!, g: clipped[i]!, slots, scalars }, { rule, chunk, settings });
    const weights = chosen(next.w, w[i]!);
    const named = slotNames(rule).map((name, n) => [name + suffix, chosen(next.slots[n]!, slots[n]!)] as const);
    const average = stateNames.average + suffix;
    const state = {
      ...Object.fromEntries(named),
      [`w${suffix}`]: weights,
      ...gathered[i]!.kept,
      ...(ema === undefined ? {} : { [average]: averaged(average, weights) }),
    };
    return { weights, state };
  });
  const { averageStatistics } = stateNames;
  const added =
    ema === undefined || statistics === null ? {} : { [averageStatistics]: averaged(averageStatistics, statistics) };
  return {
    state: Object.assign({}, ...parts.map(({ state }) => state), added),
    weights: parts.map(({ weights }) => weights),
  };
}

function ruleStep(
  b: Builder,
  values: StepValues<Value>,
  { rule, chunk, settings }: Omit<Stepping, "chunks"> & { readonly chunk: Chunk },
): { readonly w: Value; readonly slots: readonly Value[] } {
  const { decaySkipsBiases, scalesLayers = false } = settings;
  const { leaves, suffix } = chunk;
  const { w } = values;
  const mask = decaySkipsBiases ? b.constant(decayMaskOf(leaves, settings)) : undefined;
  const next = rule.apply(b, values, leaves, mask);
  if (!scalesLayers) return next;
  const scale = b.input(layerScaleInput + suffix, { dtype: "float", shape: w.shape });
  return { ...next, w: b.add(w, b.mul(scale, b.sub(next.w, w))) };
}

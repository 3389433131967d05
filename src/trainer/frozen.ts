/**
 * Frozen parameters: which they are, and the flat vector without them.
 *
 * What is frozen is never handed to the optimizer: the loop carries a vector of the trained tensors alone, gradients are taken of
 * those alone, and slots have their size. So frozen tensors neither move nor decay, and cost no gradient where none passes.
 */
import { LabError, nearest } from "../core/errors.ts";
import type { Model } from "../models/model.ts";
import type { Leaf } from "../program/rule.ts";
import { leavesOf, type Parameterized } from "./parameters.ts";

/** A model's parameters as two flat vectors, each with its own table of leaves. */
export interface Partition {
  readonly trained: readonly Leaf[];
  readonly frozen: readonly Leaf[];
  /** Numbers in each. */
  readonly trainedCount: number;
  readonly frozenCount: number;
  /** A flat vector `[P]` in its two parts; the vector itself where nothing is frozen. */
  split(flat: Float32Array): { readonly trained: Float32Array; readonly frozen: Float32Array };
  join(trained: Float32Array, frozen: Float32Array): Float32Array;
}

/**
 * Names of the parameters that patterns select; `*` stands for any characters.
 * Errors: `freeze-unknown` for a pattern that selects none, with near names; `freeze-everything`.
 */
export function frozenNames(
  model: Pick<Model, "name" | "parameters">,
  patterns: readonly string[],
): ReadonlySet<string> {
  const names = model.parameters.map(({ name }) => name);
  const frozen = new Set(patterns.flatMap((pattern) => selected(names, { pattern, model: model.name })));
  if (frozen.size < names.length) return frozen;
  throw new LabError(
    "freeze-everything",
    `training.freeze selects every parameter of ${model.name} (${patterns.join(", ")}), but something has to be trained: leave one out.`,
    { patterns },
  );
}

/** The parts of a model's parameters, given the names of what is frozen. */
export function partitionOf(model: Parameterized, frozen: ReadonlySet<string>): Partition {
  const whole = leavesOf(model);
  const partOf = (isFrozen: boolean) => {
    const leaves = whole.filter(({ name }) => frozen.has(name) === isFrozen);
    return {
      whole: leaves,
      leaves: leavesOf({ parameters: leaves }),
      count: leaves.reduce((n, { size }) => n + size, 0),
    };
  };
  const [trained, fixed] = [partOf(false), partOf(true)];
  const gather = (flat: Float32Array, { whole, leaves, count }: ReturnType<typeof partOf>): Float32Array => {
    const result = new Float32Array(count);
    for (const [i, { offset, size }] of whole.entries()) {
      result.set(flat.subarray(offset, offset + size), leaves[i]!.offset);
    }
    return result;
  };
  const scatter = (target: Float32Array, values: Float32Array, { whole, leaves }: ReturnType<typeof partOf>): void => {
    for (const [i, { offset, size }] of leaves.entries())
      target.set(values.subarray(offset, offset + size), whole[i]!.offset);
  };
  return {
    trained: trained.leaves,
    frozen: fixed.leaves,
    trainedCount: trained.count,
    frozenCount: fixed.count,
    split: (flat) =>
      fixed.count === 0
        ? { trained: flat, frozen: new Float32Array(0) }
        : { trained: gather(flat, trained), frozen: gather(flat, fixed) },
    join: (values, frozenValues) => {
      if (fixed.count === 0) return values;
      const flat = new Float32Array(trained.count + fixed.count);
      scatter(flat, values, trained);
      scatter(flat, frozenValues, fixed);
      return flat;
    },
  };
}

function selected(
  names: readonly string[],
  { pattern, model }: { readonly pattern: string; readonly model: string },
): readonly string[] {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`);
  const found = names.filter((name) => expression.test(name));
  if (found.length > 0) return found;
  const groups = names.flatMap((name) => [...name.matchAll(/\./g)].map(({ index }) => `${name.slice(0, index)}.*`));
  const near = nearest(pattern, pattern.includes("*") ? [...new Set(groups)] : names);
  const hint = near.length > 0 ? `Did you mean ${near.join(", ")}?` : `It has ${names.slice(0, 5).join(", ")} …`;
  throw new LabError("freeze-unknown", `training.freeze: "${pattern}" matches no parameter of ${model}. ${hint}`, {
    pattern,
    near,
  });
}

/**
 * The gradient as the update wants it: vectors of one tensor after another.
 */
import { gradients } from "../autodiff/gradients.ts";
import { sizeOf } from "../core/tensor.ts";
import type { Builder } from "../graph/builder.ts";
import type { Value } from "../graph/graph.ts";
import type { Leaf } from "../program/rule.ts";

/** Gradient of the loss as a flat vector `[P]`, leaf after leaf. `parameters`: the views that the loss was built on. */
export function flatGradient(
  b: Builder,
  loss: Value,
  { leaves, parameters }: { readonly leaves: readonly Leaf[]; readonly parameters: ReadonlyMap<string, Value> },
): Value {
  return gradientParts(b, loss, { parts: [leaves], parameters })[0]!;
}

/** The same in parts, each a flat vector over leaves of its own. */
export function gradientParts(
  b: Builder,
  loss: Value,
  {
    parts,
    parameters,
  }: { readonly parts: readonly (readonly Leaf[])[]; readonly parameters: ReadonlyMap<string, Value> },
): readonly Value[] {
  const views = parts.flat().map(({ name }) => parameters.get(name)!);
  const found = gradients(b, loss, views).map((part) => b.reshape(part, { shape: [sizeOf(part.shape)] }));
  let at = 0;
  return parts.map((leaves) => {
    const own = found.slice(at, at + leaves.length);
    at += leaves.length;
    return own.length === 1 ? own[0]! : b.concat(own, { axis: 0 });
  });
}

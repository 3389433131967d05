/**
 * The gradient as the update wants it: one vector, tensor after tensor.
 */
import { gradients } from "../autodiff/gradients.ts";
import type { Builder } from "../graph/builder.ts";
import type { Value } from "../graph/graph.ts";
import type { Leaf } from "../program/rule.ts";

/** Gradient of the loss as a flat vector `[P]`, leaf after leaf. `parameters`: the views that the loss was built on. */
export function flatGradient(
  b: Builder,
  loss: Value,
  { leaves, parameters }: { readonly leaves: readonly Leaf[]; readonly parameters: ReadonlyMap<string, Value> },
): Value {
  const views = leaves.map(({ name }) => parameters.get(name)!);
  const parts = gradients(b, loss, views).map((part, index) => b.reshape(part, { shape: [leaves[index]!.size] }));
  return parts.length === 1 ? parts[0]! : b.concat(parts, { axis: 0 });
}

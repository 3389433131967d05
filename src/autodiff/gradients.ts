import { InternalError, LabError } from "../core/errors.ts";
import { sameShape, showShape } from "../core/tensor.ts";
import type { Builder } from "../graph/builder.ts";
import { opNamed } from "../graph/call.ts";
import type { Value } from "../graph/graph.ts";

/**
 * Reverse-mode differentiation: walks from the loss towards the wanted values and asks each op for its gradient.
 *   result[i] = d loss / d wanted[i]
 * loss: float scalar `[]`; wanted: float values of `b`, leaves or not; each result has the shape of its value, zeros
 * where the loss does not depend on it. Only nodes between a wanted value and the loss are visited.
 * Errors: `loss-not-scalar`; `not-differentiable`, naming the op without a gradient on the way.
 */
export function gradients(b: Builder, loss: Value, wanted: readonly Value[]): Value[] {
  if (loss.dtype !== "float" || loss.shape.length > 0) {
    throw new LabError(
      "loss-not-scalar",
      `Gradients need a float loss of shape [], but it is ${loss.dtype} ${showShape(loss.shape)}. Reduce it with sum or mean.`,
    );
  }
  const path = dependents(loss, new Set(wanted));
  const found = new Map<Value, Value>([[loss, b.scalar(1)]]);
  for (const value of [...path].sort((a, c) => c.id - a.id)) {
    const g = found.get(value);
    if (!g || !value.inputs.some((input) => path.has(input))) continue;
    for (const [i, part] of inputGradients(b, { value, g, path }).entries()) {
      if (part) accumulate(b, found, { input: value.inputs[i]!, part, op: value.op });
    }
  }
  return wanted.map((value) => found.get(value) ?? b.broadcastTo(b.scalar(0), { shape: value.shape }));
}

/** Float values that the loss is computed from and that are, or are computed from, a wanted value. */
function dependents(loss: Value, wanted: ReadonlySet<Value>): ReadonlySet<Value> {
  const found = new Set<Value>();
  for (const value of ancestors(loss)) {
    const onPath = wanted.has(value) || value.inputs.some((input) => found.has(input));
    if (onPath && value.dtype === "float") found.add(value);
  }
  return found;
}

/** The value and everything it is computed from, inputs first. */
function ancestors(root: Value): readonly Value[] {
  const seen = new Set<Value>();
  const open = [root];
  for (let value = open.pop(); value; value = open.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    open.push(...value.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

function inputGradients(
  b: Builder,
  { value, g, path }: { value: Value; g: Value; path: ReadonlySet<Value> },
): readonly (Value | null)[] {
  const op = opNamed(value.op);
  if (!op.gradient) {
    throw new LabError(
      "not-differentiable",
      `The loss depends on a wanted value through ${op.name}, which has no gradient. Take another op for that path.`,
    );
  }
  const { inputs, attrs } = value;
  const wanted = inputs.map((input) => path.has(input));
  return op.gradient(b, { inputs, y: value, g, attrs, wanted }).map((part, i) => (wanted[i] ? part : null));
}

function accumulate(
  b: Builder,
  found: Map<Value, Value>,
  { input, part, op }: { input: Value; part: Value; op: string },
): void {
  if (!sameShape(input.shape, part.shape)) {
    throw new InternalError(
      `the gradient of ${op} has shape ${showShape(part.shape)}, its operand ${showShape(input.shape)}`,
    );
  }
  const earlier = found.get(input);
  found.set(input, earlier ? b.add(earlier, part) : part);
}

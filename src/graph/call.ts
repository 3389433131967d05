/** Checks of one call of an op, the same for graphs and for eager values: operand count, dtypes, then the op's own. */
import { LabError, unknownName } from "../core/errors.ts";
import { type DType, showShape, type TensorType } from "../core/tensor.ts";
import type { Attrs } from "./graph.ts";
import { ops } from "./ops/index.ts";
import type { InputKind, Op } from "./ops/op.ts";

/** The op of a name. Errors: `unknown-op`. */
export function opNamed(name: string): Op {
  const found = (ops as { readonly [name: string]: Op | undefined })[name];
  if (!found || !Object.hasOwn(ops, name)) throw unknownName("op", name, Object.keys(ops));
  return found;
}

/** Type of an op's result. Errors: `op-inputs`, `op-input-dtype`, and the op's own. */
export function resultOf(op: Op, inputs: readonly TensorType[], attrs: Attrs): TensorType {
  const kinds = Object.entries(op.inputs);
  if (!op.variadic && inputs.length !== kinds.length) {
    const wanted = kinds.map(([name]) => name).join(", ");
    throw new LabError("op-inputs", `${op.name} takes ${kinds.length} operands (${wanted}), but got ${inputs.length}.`);
  }
  for (const [i, input] of inputs.entries()) {
    const [name, kind] = kinds[op.variadic ? 0 : i]!;
    if (!admits(kind, input.dtype)) {
      throw new LabError(
        "op-input-dtype",
        `${op.name} needs ${name} to be ${kind === "number" ? "float or int" : kind}, but got ${input.dtype} ` +
          `${showShape(input.shape)}. Use cast to change it.`,
      );
    }
  }
  return op.result(inputs, attrs);
}

function admits(kind: InputKind, dtype: DType): boolean {
  if (kind === "any") return true;
  if (kind === "number") return dtype === "float" || dtype === "int";
  return kind === dtype;
}

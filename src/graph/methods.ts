/** Turns the list of ops into methods over values of one kind. */
import type { OpMethod } from "./builder.ts";
import type { Attrs } from "./graph.ts";
import { ops } from "./ops/index.ts";
import type { Op } from "./ops/op.ts";

/** Methods of all ops over values of kind V. */
export type OpMethods<V> = { readonly [K in keyof typeof ops]: OpMethod<(typeof ops)[K], V> };

/** One method for each op, all of which call `apply` with the op, its operands and its attributes. */
export function methodsOf<V extends object>(apply: (op: Op, inputs: readonly V[], attrs: Attrs) => V): OpMethods<V> {
  const methods = Object.values<Op>(ops).map((op) => [op.name, op.variadic ? variadic(op) : positional(op)]);
  return Object.fromEntries(methods) as OpMethods<V>;

  function variadic(op: Op): (inputs: readonly V[], attrs?: Attrs) => V {
    return (inputs, attrs = {}) => apply(op, inputs, attrs);
  }

  function positional(op: Op): (...args: (V | Attrs)[]) => V {
    const count = Object.keys(op.inputs).length;
    return (...args) => apply(op, args.slice(0, count) as V[], (args[count] ?? {}) as Attrs);
  }
}

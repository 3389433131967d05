/** Functions of elements that NumPy, JAX and Keras know by one name, which is also ours: said once for their tables. */
import type { CodeOp } from "../listing/expression.ts";
import type { Writer } from "../target.ts";

/** Their names. */
export const sharedFunctions = [
  ...(["abs", "sign", "sqrt", "cbrt", "exp", "expm1", "log", "log1p", "floor", "maximum", "minimum"] as const),
  ...(["sin", "cos", "tan", "arcsin", "arccos", "arctan"] as const),
  ...(["sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"] as const),
] satisfies readonly CodeOp[];

/** Their entries in a table, each made from its name. */
export function sharedNames(writer: (name: string) => Writer): {
  readonly [op in (typeof sharedFunctions)[number]]: Writer;
} {
  return Object.fromEntries(sharedFunctions.map((name) => [name, writer(name)])) as ReturnType<typeof sharedNames>;
}

/**
 * Names in expressions replaced by what they stand for.
 */
import type { Expression } from "./ast.ts";

/** The expression with `stands(name)` in place of each name; null leaves the name. */
export function replaceNames(expression: Expression, stands: (name: string) => Expression | null): Expression {
  const inside = (inner: Expression): Expression => replaceNames(inner, stands);
  switch (expression.kind) {
    case "name":
      return stands(expression.name) ?? expression;
    case "call":
      return { ...expression, args: expression.args.map(inside) };
    case "unary":
      return { ...expression, operand: inside(expression.operand) };
    case "binary":
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case "choice": {
      const { condition, whenTrue, whenFalse } = expression;
      return { ...expression, condition: inside(condition), whenTrue: inside(whenTrue), whenFalse: inside(whenFalse) };
    }
    default:
      return expression;
  }
}

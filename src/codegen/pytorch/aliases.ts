/** Values that are a state itself, seen through a choice: they must not change when the state is written in place. */
import { type CodeExpression, callOf } from "../listing/expression.ts";
import type { ListedStatement } from "../listing/listing.ts";

/**
 * Local statements with copies of the states that they may be and that are still to be written. `last`: names written after all
 * statements.
 */
export function withoutAliases(
  statements: readonly ListedStatement[],
  last: readonly string[],
): readonly ListedStatement[] {
  return statements.map((statement, i) => {
    if (statement.assigns !== "local") return statement;
    const later = statements.slice(i + 1).filter(({ assigns }) => assigns !== "local");
    return { ...statement, value: unshared(statement.value, new Set([...later.map(({ name }) => name), ...last])) };
  });
}

function unshared(value: CodeExpression, written: ReadonlySet<string>): CodeExpression {
  if (value.kind === "name") {
    return (value.of === "state" || value.of === "weights") && written.has(value.name)
      ? callOf("copy", [value], value.type)
      : value;
  }
  if (value.kind !== "call") return value;
  const [first, ...others] = value.args;
  switch (value.op) {
    case "choose":
      return value.args[0]!.type === "flag"
        ? { ...value, args: [first!, ...others.map((each) => unshared(each, written))] }
        : value;
    case "masked":
    case "on_matrices":
      return { ...value, args: value.args.map((each) => unshared(each, written)) };
  }
  return value;
}

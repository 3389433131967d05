/**
 * The order in which helpers can be understood: each after those that it calls. Loops of references are mistakes.
 */
import type { Expression, Helper, Position } from "./ast.ts";
import type { ProgramDiagnostic } from "./symbolic-run.ts";

/**
 * Helpers, each after the helpers that it calls, otherwise in order of definition. Every call that closes a loop is
 * reported with the loop named: `a -> b -> a`.
 */
export function orderHelpers(
  helpers: readonly Helper[],
  report: (code: ProgramDiagnostic["code"], message: string, at: Position) => void,
): readonly Helper[] {
  const byName = new Map(helpers.map((helper) => [helper.name, helper]));
  const ordered = new Set<Helper>();
  const path: Helper[] = [];
  const visit = (helper: Helper): void => {
    path.push(helper);
    for (const { name, at } of callsOf(helper)) {
      const called = byName.get(name);
      if (called === undefined || ordered.has(called)) continue;
      const start = path.indexOf(called);
      if (start < 0) visit(called);
      else {
        const loop = [...path.slice(start), called].map((each) => each.name).join(" -> ");
        report("circular-definition", `${name} calls itself: ${loop}. Helpers must not lead back to themselves.`, at);
      }
    }
    path.pop();
    ordered.add(helper);
  };
  for (const helper of helpers) if (!ordered.has(helper)) visit(helper);
  return [...ordered];
}

/** Calls in a helper, in order of their places. Its own stack: a sum of thousands of terms is thousands deep. */
function callsOf(helper: Helper): readonly { readonly name: string; readonly at: Position }[] {
  const found: { name: string; at: Position }[] = [];
  const pending: Expression[] = [];
  for (const statement of helper.statements) {
    pending.push(...(statement.kind === "return" ? [...statement.values].reverse() : [statement.value]));
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next.kind === "call") found.push({ name: next.name, at: next.at });
      pending.push(...operandsOf(next).reverse());
    }
  }
  return found;
}

function operandsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case "number":
    case "flag":
    case "name":
      return [];
    case "call":
      return [...expression.args];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "choice":
      return [expression.whenTrue, expression.condition, expression.whenFalse];
  }
}

/**
 * Values that are plain numbers of the language though there is one for each tensor: rows and columns, and what is computed from them alone.
 *
 * Frameworks must not make arrays of them: an array of one number would change the type of what it meets.
 */

import type { Writer, WriterTable } from "../target.ts";
import type { CodeExpression } from "./expression.ts";
import type { Listing } from "./listing.ts";

/** Whether a value is a number of Python, or a tensor of one while steps are captured. */
export function isHostCall({ type }: Pick<CodeExpression, "type">): boolean {
  return type === "host" || type === "flag";
}

/** Whether a value is a number of Python: those of the host; rows and columns, and what is computed from them alone, though there is one for each tensor. */
export function createPlainTest(listing: Listing): (expression: CodeExpression) => boolean {
  const names = new Set<string>();
  const isPlain = (expression: CodeExpression): boolean => {
    if (isHostCall(expression)) return true;
    if (expression.kind === "name") return names.has(expression.name);
    if (expression.kind !== "call") return false;
    return (
      expression.op === "rows" ||
      expression.op === "columns" ||
      (expression.type === "leaves" &&
        expression.args.length > 0 &&
        expression.args.every(isPlain) &&
        !wholes.includes(expression.op))
    );
  };
  const statements = listing.passes.flatMap(({ tensors }) => tensors);
  for (const { name, value } of statements) {
    const all = statements.filter((each) => each.name === name);
    if (value.type === "leaves" && all.every((each) => each.value === value) && isPlain(value)) names.add(name);
  }
  return isPlain;
}

/** Functions that give one number for each tensor of a tensor. */
const wholes: readonly string[] = ["norm", "tensor_sum", "tensor_max", "kth_largest"];

/** A table that writes functions of plain numbers as those of the host. */
export function withPlainNumbers(table: WriterTable, isPlain: (expression: CodeExpression) => boolean): WriterTable {
  const asNumber =
    (writer: Writer): Writer =>
    (args, call) =>
      writer(args, call.type === "leaves" && isPlain(call) ? { ...call, type: "host" } : call);
  return Object.fromEntries(Object.entries(table).map(([op, writer]) => [op, asNumber(writer)])) as WriterTable;
}

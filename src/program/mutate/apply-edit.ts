/**
 * One edit of a genome, copy-on-write: the child shares every statement that is not touched.
 */
import { LabError } from "../../core/errors.ts";
import type { Edit, Genome, Instruction } from "../genome.ts";
import { type FunctionTable, functionNamed, paperFunctions } from "../genome-functions.ts";
import { operandList } from "../operands.ts";

/**
 * The genome that an edit makes of its parent. `functions`: where the names in edits are looked up. The child need not be
 * valid: see `checkGenome`. Errors: `edit-invalid` for a place that the parent does not have; `unknown-function`.
 */
export function applyEdit(parent: Genome, edit: Edit, functions: FunctionTable = paperFunctions): Genome {
  const body = parent.body.slice();
  switch (edit.kind) {
    case "insert":
      requirePlace(parent, edit.at, body.length);
      body.splice(edit.at, 0, insertedBy(edit, functions));
      break;
    case "delete":
      requirePlace(parent, edit.at, body.length - 1);
      body.splice(edit.at, 1);
      break;
    case "modify":
      requirePlace(parent, edit.at, body.length - 1);
      body[edit.at] = withArgument(body[edit.at]!, edit);
      break;
  }
  return { inputs: parent.inputs, body, outputs: parent.outputs };
}

function insertedBy({ target, fn, args }: Edit & { readonly kind: "insert" }, functions: FunctionTable): Instruction {
  return { target, fn: functionNamed(functions, fn), args: operandList(args) };
}

function withArgument(instruction: Instruction, { at, argument, to }: Edit & { readonly kind: "modify" }): Instruction {
  const { target, fn, args } = instruction;
  if (args[argument] === undefined) {
    const found = `${fn.name} has ${args.length}`;
    throw new LabError("edit-invalid", `The edit changes argument ${argument} of statement ${at}, but ${found}.`);
  }
  return { target, fn, args: operandList(args.with(argument, to)) };
}

function requirePlace({ body }: Genome, at: number, last: number): void {
  if (Number.isInteger(at) && at >= 0 && at <= last) return;
  throw new LabError(
    "edit-invalid",
    `The edit is at statement ${at}, but its parent has ${body.length}: the archive and its programs do not belong together.`,
    { at, length: body.length },
  );
}

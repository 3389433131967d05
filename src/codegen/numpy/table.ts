/** How NumPy writes each function; numbers of the host are Python's. */
import type { CodeExpression, CodeOp } from "../listing/expression.ts";
import { writtenOutLerp } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { createPlainTest, withPlainNumbers } from "../listing/plain-numbers.ts";
import { atom, calling, inPlace, type Printed, tightness, type Writer, type WriterTable } from "../target.ts";
import { onHostOr, pythonArithmetic, pythonChoice } from "../text/python.ts";
import { sharedNames } from "./names.ts";

const np = (name: string): Writer => onHostOr(calling(`np.${name}`));

/** The writers, given the way back to the printer for what is written out first. */
export function numpyTable(print: (expression: CodeExpression) => Printed, listing: Listing): WriterTable {
  const tensor = (op: CodeOp): Writer => calling(op);
  const table: WriterTable = {
    ...pythonArithmetic,
    ...sharedNames(np),
    choose: (args, { args: [condition] }) =>
      condition!.type === "flag" ? pythonChoice(args) : calling("np.where")(args),
    lerp: (_, call) => print(writtenOutLerp(call)),
    norm: calling("np.linalg.norm"),
    tensor_sum: calling("np.sum"),
    fill: ([x]) => atom(`np.full_like(w, ${x!.text})`),
    masked: ([x]) =>
      listing.mask === "free"
        ? { text: `decays[i] * ${inPlace(x!, tightness.product + 0.1)}`, binds: tightness.product }
        : x!,
    copy: ([x]) => atom(`${inPlace(x!, tightness.atom)}.copy()`),
    tensor_max: calling("np.max"),
    rows: tensor("rows"),
    columns: tensor("columns"),
    kth_largest: tensor("kth_largest"),
    on_matrices: ([x, y]) => pythonChoice([{ text: "w.ndim > 1", binds: tightness.comparison }, x!, y!]),
    row_norm: tensor("row_norm"),
    newton_schulz: tensor("newton_schulz"),
    polar: tensor("polar"),
    top_singular: tensor("top_singular"),
  };
  return withPlainNumbers(table, createPlainTest(listing));
}

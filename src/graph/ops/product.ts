/** Writes matrix products of operands that are read as they stand or with their last two axes the other way round. */
import type { OnnxEmitter } from "./op.ts";

/** An operand of a product: its name, its number of axes (2, or 3 for a batch), and whether its last two are swapped. */
export interface ProductOperand {
  readonly name: string;
  readonly rank: number;
  readonly turned: boolean;
}

/** Adds the nodes of `a b` and returns the result's name; a batch when either operand is one. */
export function writeProduct(m: OnnxEmitter, a: ProductOperand, b: ProductOperand): string {
  if (!a.turned && !b.turned) return m.node("MatMul", [a.name, b.name]);
  const attrs = { transA: Number(a.turned), transB: Number(b.turned) };
  if (a.rank === 2 && b.rank === 2 && !m.batchesProducts) return m.node("Gemm", [a.name, b.name], attrs);
  if (m.hasFusedOperators) return m.node("FusedMatMul", [a.name, b.name], attrs, "com.microsoft");
  return m.node("MatMul", [upright(m, a), upright(m, b)]);
}

function upright(m: OnnxEmitter, { name, rank, turned }: ProductOperand): string {
  return turned ? m.node("Transpose", [name], { perm: rank === 2 ? [1, 0] : [0, 2, 1] }) : name;
}

/**
 * Lists of operands that the engine keeps in one way, whatever they hold.
 *
 * V8 keeps lists of whole numbers, of numbers and of anything in three ways. Code that was compiled for one of them is thrown
 * away and compiled anew when it meets another, and every analysis of a genome reads its operands: a search spent a quarter of
 * its first minutes on that. A list that begins with a text is kept as one of anything, and so is what is cut from it.
 */
import type { Operand } from "./genome.ts";

/** The same operands, kept as a list of anything. */
export function operandList(operands: readonly Operand[]): readonly Operand[] {
  return ["", ...operands].slice(1);
}

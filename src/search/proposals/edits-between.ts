/** The edits that lead from one genome to another: statements that both have, in order, stay. */
import type { Edit, Genome, Instruction } from "../../program/genome.ts";

/**
 * Deletions and insertions, as few as there can be. The genomes have the same inputs and outputs.
 * Law: applying them to `from`, in order, gives `to`.
 */
export function editsBetween(from: Genome, to: Genome): readonly Edit[] {
  const kept = commonLengths(from.body, to.body);
  const edits: Edit[] = [];
  let [left, right, at] = [0, 0, 0];
  while (left < from.body.length || right < to.body.length) {
    const [old, next] = [from.body[left], to.body[right]];
    if (old !== undefined && next !== undefined && areEqual(old, next)) {
      [left, right, at] = [left + 1, right + 1, at + 1];
    } else if (next !== undefined && (old === undefined || kept[left]![right + 1]! >= kept[left + 1]![right]!)) {
      edits.push({ kind: "insert", at, target: next.target, fn: next.fn.name, args: next.args });
      [right, at] = [right + 1, at + 1];
    } else {
      edits.push({ kind: "delete", at });
      left += 1;
    }
  }
  return edits;
}

/** At [i][j]: the most statements that the rests from i and from j have in common, in order. */
function commonLengths(from: readonly Instruction[], to: readonly Instruction[]): readonly (readonly number[])[] {
  const table = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      table[i]![j] = areEqual(from[i]!, to[j]!)
        ? table[i + 1]![j + 1]! + 1
        : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}

function areEqual(a: Instruction, b: Instruction): boolean {
  const isSameCall = a.target === b.target && a.fn.name === b.fn.name && a.args.length === b.args.length;
  return isSameCall && a.args.every((arg, i) => Object.is(arg, b.args[i]));
}

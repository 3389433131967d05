/**
 * What ops made of formulas before: a hash table with open addressing, because a search asks it a million times a second.
 */
import type { Formula } from "./formula.ts";

/** Results by the number of an op, below 64, and the ids of its operands; `noOperand` for a second one that is missing. */
export interface FormulaTable {
  get(op: number, a: number, b: number): Formula | undefined;
  /** Keeps a result that is not there yet, and gives it back. */
  keep(op: number, operands: { readonly a: number; readonly b: number }, result: Formula): Formula;
  clear(): void;
}

/** Id in place of a second operand. */
export const noOperand = -1;

/** An empty table. */
export function createFormulaTable(): FormulaTable {
  let size = 1 << 14;
  let keys = new Int32Array(2 * size);
  let results = new Array<Formula | undefined>(size).fill(undefined);
  let held = 0;

  /** Where a key is, or the free place where it belongs. */
  const placeOf = (first: number, b: number): number => {
    let place = mixed(first, b) & (size - 1);
    while (results[place] !== undefined && (keys[2 * place] !== first || keys[2 * place + 1] !== b))
      place = (place + 1) & (size - 1);
    return place;
  };
  const put = (first: number, b: number, result: Formula): void => {
    const place = placeOf(first, b);
    keys[2 * place] = first;
    keys[2 * place + 1] = b;
    results[place] = result;
  };
  const grow = (): void => {
    const [oldKeys, oldResults] = [keys, results];
    size *= 2;
    keys = new Int32Array(2 * size);
    results = new Array<Formula | undefined>(size).fill(undefined);
    oldResults.forEach((result, place) => {
      if (result !== undefined) put(oldKeys[2 * place]!, oldKeys[2 * place + 1]!, result);
    });
  };
  return {
    get: (op, a, b) => results[placeOf(64 * a + op, b)],
    keep: (op, { a, b }, result) => {
      held += 1;
      if (2 * held > size) grow();
      put(64 * a + op, b, result);
      return result;
    },
    clear: () => {
      results.fill(undefined);
      held = 0;
    },
  };
}

function mixed(first: number, b: number): number {
  const sum = Math.imul(first, 0x9e3779b1) + Math.imul(b, 0x85ebca6b);
  return sum ^ (sum >>> 15);
}

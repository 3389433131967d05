/**
 * A number for each name that programs ever used: analyses look names up a million times a second, and programs share few.
 */

const numbers = new Map<string, number>();
const names: string[] = [];

/** The number of a name, counted from 0 in the order in which names were met; it means nothing in another process. */
export function numberOf(name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, names.length);
  return names.push(name) - 1;
}

/** The same name as the one string that stands for it, so that comparing it compares addresses. */
export function sharedName(name: string): string {
  return names[numberOf(name)]!;
}

/** What some names stand for; forgotten at no cost. */
export interface NameTable {
  /** Forgets everything. */
  clear(): void;
  /** What is noted of the name with this number; `absent` where nothing is. */
  get(name: number): number;
  set(name: number, value: number): void;
}

/** What a table says of a name of which nothing is noted. */
export const absent = -1;

/** An empty table. */
export function createNameTable(): NameTable {
  const values: number[] = [];
  /** In which epoch each value was noted: one that is not this one's is forgotten. */
  const epochs: number[] = [];
  let epoch = 0;
  return {
    clear: () => {
      epoch += 1;
      for (let next = epochs.length; next < names.length; next++) {
        values.push(absent);
        epochs.push(0);
      }
    },
    get: (name) => (epochs[name] === epoch ? values[name]! : absent),
    set: (name, value) => {
      values[name] = value;
      epochs[name] = epoch;
    },
  };
}

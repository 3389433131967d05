import { expect, test } from "vitest";
import { bestFirst, bestOfFamilies, firstOfKinds, hallOfFame } from "./hall-of-fame.ts";

const program = (number: number, fitness: number, length: number, text = `p${number}`) => ({
  number,
  fitness,
  length,
  program: text,
});
const numbers = (programs: readonly { readonly number: number }[]) => programs.map(({ number }) => number);

test("the front rises in length and fitness; of equals the earliest stays", () => {
  const all = [
    program(0, 0.5, 8),
    program(1, 0.4, 3),
    program(2, 0.4, 3),
    program(3, 0.5, 5),
    program(4, 0, 1),
    program(5, 0.45, 7),
    program(6, 0.7, 9),
  ];
  expect(numbers(hallOfFame(all))).toEqual([1, 3, 6]);
  expect(hallOfFame([])).toEqual([]);
});

test("the best of each family near the best, best first; the unknown are left out", () => {
  const all = [
    program(0, 0.66, 9, "lion a"),
    program(1, 0.68, 9, "lion b"),
    program(2, 0.7, 12, "odd"),
    program(3, 0.69, 12, "adam"),
    program(4, 0.6, 3, "sgd"),
  ];
  const nameOf = (text: string) => (text === "odd" ? null : text.split(" ")[0]!);
  expect(numbers(bestOfFamilies(all, nameOf))).toEqual([3, 1]);
  expect(bestOfFamilies([program(0, 0, 1, "sgd")], nameOf)).toEqual([]);
});

test("programs are ordered by fitness, length and age; of those that differ in numbers the first stays", () => {
  const all = [
    program(0, 0.5, 8, "u = g * 0.5"),
    program(1, 0.6, 8, "u = g * 1e-3"),
    program(2, 0.6, 7, "u = v1 * 2"),
    program(3, 0.6, 7, "u = v2 * 2"),
  ];
  expect(numbers(bestFirst(all))).toEqual([2, 3, 1, 0]);
  expect(numbers(firstOfKinds(bestFirst(all)))).toEqual([2, 3, 1]);
});

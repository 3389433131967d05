import { expect, test } from "vitest";
import { oncePer } from "./once.ts";

test("work is done once for all that share the named members, and again where one is another object", () => {
  const [a, b] = [{ n: 1 }, { n: 1 }];
  const asked: unknown[] = [];
  const sum = oncePer<{ left: { n: number }; right: { n: number }; note?: string }, number>(
    ["left", "right"],
    (pair) => {
      asked.push(pair);
      return pair.left.n + pair.right.n;
    },
  );
  const pairs = [
    { left: a, right: b },
    { left: a, right: b, note: "other" },
    { left: a, right: a },
    { left: b, right: b },
    { left: a, right: a },
  ];
  expect(pairs.map(sum)).toEqual([2, 2, 2, 2, 2]);
  expect(asked).toEqual([pairs[0], pairs[2], pairs[3]]);
});

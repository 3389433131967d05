import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { Asked, listSource, type Source } from "./source.ts";

/** Gives three things, then one for each result, whose name says the sum of the results that it saw, up to `most`. */
function summing(most: number): Source<string, number> {
  let given = 0;
  return {
    next: (results) => {
      const names = Array.from({ length: results.length === 0 ? 3 : 1 }, (_, i) =>
        given + i < most ? [`${given + i}:${results.reduce((sum, each) => sum + each, 0)}`] : [],
      ).flat();
      given += names.length;
      return names;
    },
  };
}

const resultOf = (name: string): number => 2 ** Number(name.split(":")[0]);

test("a source sees its results in its own order, whatever the order in which they come in", () => {
  const inOrder = new Asked(summing(12));
  while (inOrder.advance(resultOf).length > 0);
  expect(inOrder.given).toHaveLength(12);
  expect(inOrder.given.slice(0, 5)).toEqual(["0:0", "1:0", "2:0", "3:1", "4:3"]);

  for (let seed = 0; seed < 20; seed++) {
    const rng = createRng(seed, "arrivals");
    const asked = new Asked(summing(12));
    const known = new Map<string, number>();
    asked.advance((name) => known.get(name));
    while (known.size < asked.given.length) {
      const open = asked.given.filter((name) => !known.has(name));
      const next = open[rng.below(open.length)]!;
      known.set(next, resultOf(next));
      asked.advance((name) => known.get(name));
    }
    expect(asked.given).toEqual(inOrder.given);
  }
});

test("a list is given at once, and no result is asked for", () => {
  const asked = new Asked<number, never>(listSource([1, 2, 3]));
  expect(asked.advance(() => expect.fail("a result was asked for"))).toEqual([1, 2, 3]);
  expect(asked.advance(() => expect.fail("a result was asked for"))).toEqual([]);
});

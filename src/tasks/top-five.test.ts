import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { floatTensor, intTensor } from "../core/tensor.ts";
import { eager } from "../graph/eager.ts";
import { topFiveHits } from "./top-five.ts";

test("a label counts where it is among the five largest of its column", () => {
  const [classes, batch] = [12, 200];
  const rng = createRng(1, "top five");
  const values = Float64Array.from({ length: classes * batch }, () => rng.normal());
  const labels = Int32Array.from({ length: batch }, () => rng.below(classes));
  const hits = topFiveHits(eager, floatTensor([classes, batch], values), intTensor([batch], labels)).data;
  const expected = [...labels].map((label, i) => {
    const column = Array.from({ length: classes }, (_, k) => ({ k, value: values[k * batch + i]! }));
    const best = column.sort((a, b) => b.value - a.value).slice(0, 5);
    return best.some(({ k }) => k === label) ? 1 : 0;
  });
  expect([...hits]).toEqual(expected);
  expect(expected.filter((hit) => hit === 1).length).toBeGreaterThan(60);
});

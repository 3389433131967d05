import { expect, test } from "vitest";
import { axisChannel, lineChart, thinned } from "./line-chart.ts";
import { renderSvg } from "./svg.ts";

test("lines keep their order, colours and the value that is marked", async () => {
  const svg = await renderSvg(
    lineChart({
      series: [
        {
          label: "down",
          points: [
            [0, 1],
            [1, 0.1],
            [2, 0],
          ],
          dots: true,
          told: ([x]) => `at ${x}`,
        },
        {
          label: "envelope",
          like: "down",
          dash: [2, 4],
          unlisted: true,
          points: [
            [0, 2],
            [2, 0.2],
          ],
        },
        {
          label: "up",
          points: [
            [0, 0.2],
            [2, 1],
          ],
        },
      ],
      x: { title: "step" },
      y: { title: "height", log: true, domain: [0.01, 10] },
      marks: [{ axis: "y", value: 1, text: "one" }],
    }),
  );
  expect(svg).toContain(">one<");
  expect(svg).toContain(">down<");
  expect(svg).not.toContain(">envelope<"); // not in the legend
  expect(svg.match(/aria-label="at \d"/g)).toEqual(['aria-label="at 0"', 'aria-label="at 1"']); // 0 has no logarithm
  expect(svg).not.toContain("NaN");
});

test("a logarithmic axis has its ticks at powers of ten", () => {
  const ticks = (domain: readonly [number, number]) =>
    (axisChannel("y", { title: "", log: true, domain }).axis as { values: number[] }).values;
  expect(ticks([1e-4, 5])).toEqual([1, 0.1, 0.01, 0.001, 1e-4].map((value) => expect.closeTo(value, 12)));
  expect(ticks([1e-16, 10]).length).toBeLessThanOrEqual(8);
});

test("a thinned line keeps its ends", () => {
  const points = Array.from({ length: 1001 }, (_, i) => i);
  const some = thinned(points, 10);
  expect([some[0], some.at(-1)]).toEqual([0, 1000]);
  expect(some.length).toBeLessThanOrEqual(11);
  expect(thinned([1, 2], 10)).toEqual([1, 2]);
});

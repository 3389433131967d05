import { expect, test } from "vitest";
import { planeChart } from "./plane-chart.ts";
import { renderSvg } from "./svg.ts";

test("a way, its closed set, a level and a place are drawn", async () => {
  const square = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
    [-1, -1],
  ] as const;
  const spec = planeChart({
    series: [
      {
        label: "inside",
        path: [
          [-2, 2],
          [0, 0],
          [0.5, 1],
        ],
        border: square,
      },
      {
        label: "free",
        path: [
          [2, 2],
          [0, 0],
        ],
        border: null,
      },
    ],
    contours: [{ points: square }],
    places: [{ at: [1.5, -1], text: "least", shape: "cross" }],
    range: [-3, 3],
    titles: ["x", "y"],
  });
  const svg = await renderSvg(spec);
  expect(svg).toContain(">least<");
  expect(svg.match(/fill-opacity="0.1"/g)).toHaveLength(1); // one set
  expect(svg).not.toContain("NaN");
});

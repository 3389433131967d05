import { expect, test } from "vitest";
import { scatterChart } from "./scatter-chart.ts";
import { renderSvg } from "./svg.ts";

test("groups have a legend, told points their words, and places their names", async () => {
  const spec = scatterChart({
    groups: [
      {
        label: "cloud",
        points: [
          [1, 1],
          [2, 2],
        ],
        size: 10,
      },
      {
        label: "front",
        points: [
          [1, 2],
          [2, 3],
        ],
        size: 30,
        line: true,
        told: ["first", "second"],
      },
    ],
    places: [{ at: [1.5, 1.5], text: "here", shape: "diamond" }],
    x: { title: "risk" },
    y: { title: "gain" },
  });
  const svg = await renderSvg(spec);
  for (const text of ["cloud", "front", "here", "risk", "gain"]) expect(svg).toContain(`>${text}<`);
  expect(svg).toContain('aria-label="second"');
});

import { expect, test } from "vitest";
import { histogramChart } from "./histogram-chart.ts";
import { renderSvg } from "./svg.ts";

test("each panel has its title, a bar for each place that is not empty, and every mark", async () => {
  const bars = [
    { from: -1, to: 0, count: 3 },
    { from: 0, to: 1, count: 0 },
  ];
  const spec = histogramChart({
    panels: [
      { title: "before", bars },
      { title: "after", bars: bars.toReversed() },
    ],
    x: { title: "weight", domain: [-1, 1], values: [-1, 0, 1] },
    y: "weights",
    marks: [-0.5, 0.5],
  });
  const svg = await renderSvg(spec);
  for (const text of ["before", "after", "weight"]) expect(svg).toContain(`>${text}<`);
  expect(svg.match(/fill="#8455f5"/g)).toHaveLength(2);
  expect(svg.match(/stroke="#e03131"/g)).toHaveLength(4);
});

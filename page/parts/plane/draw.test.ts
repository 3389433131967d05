import { expect, it } from "vitest";
import { sampleHeights } from "../../../src/lionk/figures/contour-lines.ts";
import { drawBackground, drawPaths, drawSigns } from "./draw.ts";
import { svgSurface } from "./surface.ts";

const size = { width: 300, height: 300 };
const view = { x: [-1.5, 1.5], y: [-1.5, 1.5] } as const;
const colorOf = (color: string): string => (color.startsWith("--") ? "#123456" : color);

function drawn(draw: (drawing: Parameters<typeof drawPaths>[0]) => void): string {
  const surface = svgSurface();
  draw({ surface, view, size, colorOf });
  return surface.svg({ ...size, title: "a plane" });
}

it("lines of equal height lie where the function has it, and some say which it is", () => {
  const grid = sampleHeights((x, y) => Math.hypot(x, y), view, { columns: 60, rows: 60 });
  const svg = drawn((drawing) => drawBackground(drawing, { grid, region: null }));
  const lines = [...svg.matchAll(/<path d="(M[^"]+)" fill="none"[^>]*stroke-opacity="0.5"/g)].map(([, d]) =>
    d!
      .slice(1)
      .split("L")
      .map((pair) => pair.split(" ").map(Number)),
  );
  expect(lines.length).toBeGreaterThan(8);
  for (const line of lines) {
    const radii = line.map(([x, y]) => Math.hypot(x! - 150, y! - 150));
    expect(Math.max(...radii) - Math.min(...radii)).toBeLessThan(2);
  }
  expect(svg.match(/rotate\(/g)!.length).toBeGreaterThan(2);
});

it("a set is filled, a way has heads, a vector ends where it says, a way that leaves the numbers is broken", () => {
  const border = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
    [-1, -1],
  ] as const;
  const region = drawn((drawing) => drawBackground(drawing, { grid: null, region: { border, label: "box" } }));
  expect(region).toContain('d="M50 250L250 250L250 50L50 50L50 250Z" fill="#123456"');
  const points = Float64Array.of(-1, 0, 1, 0, Number.NaN, 0, 1, 1, 0, 1);
  const path = drawn((drawing) => drawPaths(drawing, [{ key: "a", points, color: "red" }]));
  expect(path).toContain('d="M50 150L250 150M250 50L150 50" fill="none" stroke="red"');
  expect(path.match(/fill="red"/g)).toHaveLength(2);
  const signs = drawn((drawing) =>
    drawSigns(drawing, {
      marks: [{ key: "m", at: [0, 0], shape: "cross", label: "<least>" }],
      arrows: [{ key: "a", from: [0, 0], by: [1, 0], color: "blue", label: "m" }],
    }),
  );
  expect(signs).toContain("&lt;least&gt;");
  expect(signs).toContain('d="M150 150L245 150" fill="none" stroke="blue"');
  expect(signs).toContain('d="M250 150');
});

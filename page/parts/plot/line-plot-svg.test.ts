import { describe, expect, it } from "vitest";
import { linePlotSvg } from "./line-plot-svg.ts";
import type { PlotLine } from "./plot-lines.ts";
import { evenTicks, powerTicks, tickText } from "./ticks.ts";

const line = (change: Partial<PlotLine> = {}): PlotLine => {
  return { key: "a", name: "lion", color: "#112233", dash: [6, 3], x: [0, 10], y: [1, 3], ...change };
};
const figure = { title: "Loss", x: { title: "epoch" }, y: { title: "loss" }, width: 400, height: 300 };
const paths = (svg: string): readonly string[] => [...svg.matchAll(/<path d="([^"]*)"/g)].map(([, d]) => d!);

describe("a picture of lines", () => {
  it("goes from the lower left to the upper right corner, with names, ticks and the word of a mark", () => {
    const marks = [{ axis: "y" as const, value: 2, text: "target" }];
    const svg = linePlotSvg({ ...figure, y: { title: "loss", range: [1, 3] }, lines: [line()], marks });
    expect(paths(svg)).toEqual(["M62 254L382 36"]);
    for (const text of [">lion<", ">Loss<", ">epoch<", ">target<", ">10<", ">1.5<"]) expect(svg).toContain(text);
    expect(svg).toContain('stroke-dasharray="6 3"');
  });

  it("names a mark beside its line, on the side that has room", () => {
    const marks = [2, 9.9].map((value) => ({ axis: "x" as const, value, text: `from ${value}` }));
    const svg = linePlotSvg({ ...figure, lines: [line()], marks });
    expect(svg).toMatch(/<text x="130"[^>]*>from 2</);
    expect(svg).toMatch(/<text x="[\d.]+" y="48" text-anchor="end"[^>]*>from 9.9</);
  });

  it("breaks where there is no figure, and steps where it is told to", () => {
    const ranged = { ...figure, y: { title: "loss", range: [0, 4] as const } };
    expect(paths(linePlotSvg({ ...ranged, lines: [line({ x: [0, 5, 10], y: [4, null, 0] })] }))).toEqual([
      "M62 36M382 254",
    ]);
    expect(paths(linePlotSvg({ ...ranged, lines: [line({ y: [4, 0], stepped: true })] }))).toEqual(["M62 36H382V254"]);
  });

  it("draws a band between its ends, and by powers only what is above 0", () => {
    const banded = line({ y: [2, 2], low: [1, 1], high: [3, 3] });
    const svg = linePlotSvg({ ...figure, y: { title: "", range: [1, 3] }, lines: [banded] });
    expect(paths(svg)[0]).toBe("M62 36L382 36L382 254L62 254Z");
    const powers = { x: { title: "step", log: true }, y: { title: "loss", log: true, range: [1, 100] as const } };
    expect(paths(linePlotSvg({ ...figure, ...powers, lines: [line({ x: [0, 1, 100], y: [5, 1, 100] })] }))).toEqual([
      "M62 254L382 36",
    ]);
  });

  it("holds hostile names as text, and control characters as escapes", () => {
    const name = `</text><script>alert("1")</script>\u0000&`;
    const svg = linePlotSvg({ ...figure, title: name, lines: [line({ name })] });
    expect(svg).not.toMatch(/<script/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the point is that there is none
    expect(svg).not.toMatch(/\u0000/);
    expect(svg).toContain("&lt;/text&gt;&lt;script&gt;");
  });

  it("can be drawn of nothing", () => {
    expect(linePlotSvg({ ...figure, lines: [] })).toMatch(/^<svg .*<\/svg>$/);
    expect(linePlotSvg({ ...figure, lines: [line({ x: [], y: [] })] })).not.toContain("NaN");
    expect(linePlotSvg({ ...figure, lines: [line({ x: [1], y: [Number.POSITIVE_INFINITY] })] })).not.toMatch(
      /NaN|Infinity/,
    );
  });
});

describe("ticks", () => {
  it("are round, and about as many as are asked for", () => {
    expect(evenTicks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(evenTicks([-0.31, 0.29], 3)).toEqual([-0.2, 0, 0.2]);
    expect(evenTicks([3, 3], 5)).toEqual([3]);
    expect(evenTicks([Number.NaN, 1], 5)).toEqual([]);
    expect(powerTicks([1e-4, 1e-1], 4)).toEqual([1e-4, 1e-3, 1e-2, 1e-1]);
    expect(powerTicks([1e-3, 1e-2], 8)).toEqual([1e-3, 2e-3, 5e-3, 1e-2]);
    expect(powerTicks([1e-8, 1e4], 4)).toEqual([1e-8, 1e-4, 1, 1e4]);
    expect(powerTicks([1.1, 1.9], 4)).toEqual([1.2, 1.4, 1.6, 1.8]);
    expect(powerTicks([0, 1], 4)).toEqual([]);
  });

  it("say as few digits as they have", () => {
    expect([0, 0.30000000000000004, -0.0001, 1e-8, 2_000_000, 1500].map(tickText)).toEqual([
      "0",
      "0.3",
      "-1e-4",
      "1e-8",
      "2e6",
      "1500",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import {
  bar,
  cut,
  fitParts,
  formatCount,
  formatDuration,
  formatLoss,
  formatRoughDuration,
  formatShare,
  paint,
} from "./text.ts";

describe("progress text", () => {
  it("says durations exactly and estimates roughly", () => {
    expect([3.6, 75, 3700].map(formatDuration)).toEqual(["4 s", "1:15", "1:01:40"]);
    expect([10, 59, 240, 3590, 3600, 7800, 36_000 + 1800, 300_000].map(formatRoughDuration)).toEqual([
      "under a minute",
      "about 1 min",
      "about 4 min",
      "about 1 h",
      "about 1 h",
      "about 2 h 10 min",
      "about 10 h",
      "about 3 days",
    ]);
    expect(formatRoughDuration(2 * 3600 - 100)).toBe("about 2 h");
  });

  it("writes figures as people do", () => {
    expect(formatCount(12_345.6)).toBe("12,346");
    expect(formatShare(0.8766)).toBe("87.7 %");
    expect([0.5, 12_345, Number.NaN].map(formatLoss)).toEqual(["0.500", "1.2e+4", "not finite"]);
  });

  it("shows what would move the cursor of the screen instead of obeying it", () => {
    expect(cut("a\u001b[2Jb\nc", 40)).toBe("a\\x1b[2Jb\\nc");
    expect(fitParts(["a\rb", "failed: \u009b2J"], 40)).toBe("a\\rb  failed: \\x9b2J");
  });

  it("fills bars in eighths and never beyond their ends", () => {
    expect(bar(0.5, 4)).toBe("██░░");
    expect(bar(0.4, 4)).toBe("█▋░░");
    expect([bar(-1, 3), bar(2, 3)]).toEqual(["░░░", "███"]);
  });

  it("keeps within a width", () => {
    expect(cut("learning", 5)).toBe("lear…");
    expect(fitParts(["adam", "0.001", "seed 0"], 12)).toBe("adam  0.001");
    expect(fitParts(["a long label", "x"], 6)).toBe("a lon…");
    expect(cut("anything", 0)).toBe("");
  });

  it("colours only where colours are shown", () => {
    expect(paint("x", "bold", { color: false })).toBe("x");
    expect(paint("x", "bold", { color: true })).toBe("\u001b[1mx\u001b[0m");
  });
});

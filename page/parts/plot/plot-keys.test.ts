import { describe, expect, it } from "vitest";
import { keyWish } from "./plot-keys.ts";

const place = { x: [1, 2, 3, 10, 100], cursor: null, shown: [1, 100], log: false } as const;

describe("keys of a figure", () => {
  it("move the cursor from point to point, and no further than what is shown", () => {
    const at = (key: string, change: object) => keyWish(key, { ...place, ...change });
    expect([at("ArrowRight", {}), at("ArrowLeft", {})]).toEqual([{ cursor: 1 }, { cursor: 100 }]);
    expect([at("ArrowRight", { cursor: 3 }), at("ArrowLeft", { cursor: 3 })]).toEqual([{ cursor: 10 }, { cursor: 2 }]);
    expect([at("ArrowRight", { cursor: 100 }), at("PageUp", { cursor: 1, shown: [1, 50] })]).toEqual([
      { cursor: 100 },
      { cursor: 10 },
    ]);
    expect(at("ArrowRight", { shown: [4, 5] })).toBeNull();
  });

  it("zoom around the cursor within the whole, by powers too, and back to all", () => {
    expect(keyWish("+", { ...place, shown: [1, 101], x: [1, 101], cursor: 1 })).toEqual({ zoom: [1, 51] });
    const { zoom } = keyWish("+", { ...place, shown: [1, 100], log: true }) as { zoom: readonly [number, number] };
    expect([zoom[0] ** 2, zoom[1] ** 2 / 100].map((value) => Number(value.toFixed(6)))).toEqual([10, 10]);
    expect([keyWish("-", place), keyWish("Escape", { ...place, shown: [2, 3] })]).toEqual([
      { zoom: null },
      { zoom: null },
    ]);
  });

  it("are no others", () => {
    expect([keyWish("a", place), keyWish("Tab", place)]).toEqual([null, null]);
  });
});

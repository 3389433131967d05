import { describe, expect, it } from "vitest";
import {
  fileName,
  firstState,
  hasBrokenText,
  mostRivals,
  type PlaygroundState,
  queryOf,
  stateOf,
} from "./playground-link.ts";

const state = (by: Partial<PlaygroundState>): PlaygroundState => ({ ...firstState, ...by });

describe("the address of the playground", () => {
  it("says nothing of what is as at first", () => {
    expect(queryOf(firstState)).toBe("");
    expect(stateOf("")).toEqual(firstState);
  });
  it.each([
    state({ from: "adamw", on: "beale", start: [0.5, -1], steps: 5000, seed: 7 }),
    state({ from: null, text: "w = w - lr * g\n# ü & = ? #\n", name: "plain", target: "optax" }),
    state({ values: { beta1: 0.95, nesterov: true, decay: 1e-5 }, lr: 0.02 }),
    state({ rivals: [] }),
    state({
      rivals: [
        { name: "lionk-huber", lr: 0.001 },
        { name: "sgd", lr: null },
      ],
    }),
    state({ text: "m = g\n".repeat(500) }),
  ])("comes back: %#", (given) => {
    expect(stateOf(queryOf(given))).toEqual(given);
  });
  it("is not believed", () => {
    const found = stateOf(
      `o=${encodeURIComponent("../x")}&n=${encodeURIComponent("<b>/../etc")}&v=beta1:1e999,__proto__:1,a:<i>&lr=-1&vs=adam:x,adam,${"sgd".repeat(30)}&f=%00&at=1,2,3&steps=1e9&seed=-1&to=${"x".repeat(99)}&p=zzzz`,
    );
    expect(found).toEqual({
      ...firstState,
      from: null,
      name: "b-..-etc",
      rivals: [{ name: "adam", lr: null }],
    });
    expect(Object.getPrototypeOf(found.values)).toBe(Object.prototype);
    const many = Array.from({ length: 30 }, (_, i) => `x${i}`).join(",");
    expect(stateOf(`vs=${many}`).rivals).toHaveLength(mostRivals);
  });
});

it("leaves out a text that no link would bring back, and does not call such a link broken", () => {
  const query = queryOf(state({ text: "w = w - lr * g\n".repeat(10_000), on: "beale" }));
  expect(query).toBe("f=beale");
  expect(hasBrokenText(query)).toBe(false);
});

it("knows a text that was cut off, as by a mail program", () => {
  const query = queryOf(state({ text: "m = sign(g) + 1\n".repeat(50) + Math.PI }));
  expect(hasBrokenText(query)).toBe(false);
  expect(hasBrokenText(query.slice(0, -9))).toBe(true);
  expect(hasBrokenText("")).toBe(false);
});

it("names of files keep what any system takes", () => {
  expect(fileName("My optimizer, v2")).toBe("My-optimizer-v2");
  expect(fileName("../../x")).toBe("x");
  expect(fileName("  ")).toBeNull();
  expect(fileName("ü")).toBeNull();
});

import { expect, test } from "vitest";
import { optimizers } from "../optimizers/index.ts";
import { resolveOptimizer } from "../optimizers/resolve.ts";
import { conventionNames } from "../optimizers/resolve-text.ts";
import { centrePoint, type Dimension, type Space, settingsAt, shareAt, spaceOf, valueAt } from "./space.ts";

const space = (name: string, more: Partial<Parameters<typeof spaceOf>[0]> = {}): Space =>
  spaceOf({ name, label: name, convention: "torch", grids: {}, spaces: {}, ...more });

function width(dimension: Dimension): number {
  if (dimension.axis === "choice") return Number.NaN;
  const { axis, from, to } = dimension;
  return axis === "log" ? Math.log10(to / from) : Math.log10((1 - from) / (1 - to));
}

test("every optimizer of the library has a space, as wide for each kind of hyperparameter as that of every other", () => {
  for (const optimizer of optimizers)
    for (const convention of conventionNames.filter((name) => optimizer.conventions[name] !== undefined)) {
      const { dimensions, fixed } = space(optimizer.name, { convention });
      expect([dimensions[0]?.name, fixed]).toEqual(["lr", {}]);
      for (const dimension of dimensions) {
        const expected = dimension.name === "lr" ? 3 : ["decay", "l2"].includes(dimension.name) ? 2 : 1;
        expect(width(dimension), `${dimension.name} of ${optimizer.name}`).toBeCloseTo(expected, 6);
      }
    }
});

test("no two optimizers of the library are one rule at their centres, as Adam with AdamW's decay would be", () => {
  for (const convention of conventionNames) {
    const rules = optimizers
      .filter(({ name, conventions }) => conventions[convention] !== undefined && !name.startsWith("lionk-")) // that family names some rules twice
      .map(({ name }) => {
        const of = space(name, { convention });
        const { program, hyperparameters } = resolveOptimizer({ name, convention });
        return JSON.stringify([program, { ...hyperparameters, ...settingsAt(of, centrePoint(of)) }]);
      });
    expect(new Set(rules).size).toBe(rules.length);
  }
});

test("centres: defaults, where a default is what people use, and one product of rate and decay", () => {
  const centre = (name: string, convention: "torch" | "keras" = "torch") => {
    const of = space(name, { convention });
    return settingsAt(of, centrePoint(of));
  };
  expect(centre("adamw")).toEqual({ lr: 0.001, beta1: 0.9, beta2: 0.999, decay: 0.01 });
  expect(centre("lion")).toEqual({ lr: 0.0001, beta1: 0.9, beta2: 0.99, decay: 0.1 });
  expect(centre("lion", "keras")).toEqual(centre("lion"));
  expect(centre("adam")).toEqual({ lr: 0.001, beta1: 0.9, beta2: 0.999, l2: 0.0001 });
  expect(centre("sgd")).toEqual({ lr: 0.01, momentum: 0.9, l2: 0.0001 });
  for (const { name } of optimizers) {
    const { lr, decay } = centre(name);
    if (decay !== undefined) expect(Number(lr) * Number(decay)).toBeCloseTo(1e-5, 7);
  }
});

test("a study's own space, list or value stands in for the library's, and decay follows a rate that was given", () => {
  const own = space("lion", {
    grids: { beta1: [0.9], beta2: [0.99], l2: [0, 0.1] },
    spaces: { lr: { centre: 0.1, decades: 2 } },
  });
  expect(own.fixed).toEqual({ beta1: 0.9, beta2: 0.99 });
  expect(own.dimensions.map(({ name, axis }) => [name, axis])).toEqual([
    ["lr", "log"],
    ["decay", "log"],
    ["l2", "choice"],
  ]);
  expect(settingsAt(own, centrePoint(own))).toEqual({ lr: 0.1, decay: 1e-4, l2: 0, beta1: 0.9, beta2: 0.99 });
  expect(settingsAt(own, [0, 1, 1])).toEqual({ lr: 0.01, decay: 0.001, l2: 0.1, beta1: 0.9, beta2: 0.99 });
  const ranged = space("sgd", { spaces: { momentum: { from: 0.5, to: 0.995, scale: "log" } } });
  expect(ranged.dimensions.find(({ name }) => name === "momentum")).toMatchObject({ axis: "log-distance" });
  expect(valueAt(ranged.dimensions.find(({ name }) => name === "momentum")!, 0.5)).toBe(0.95);
});

test("values have three digits, and a share of the way undoes a value", () => {
  const dimensions: readonly Dimension[] = [
    { name: "a", axis: "log", from: 1e-5, to: 0.1 },
    { name: "b", axis: "linear", from: -1, to: 3 },
    { name: "c", axis: "log-distance", from: 0, to: 0.9999 },
    { name: "d", axis: "choice", values: [false, true, 7] },
  ];
  for (const dimension of dimensions)
    for (const share of [0, 1 / 7, 0.31, 0.5, 0.77, 1]) {
      const value = valueAt(dimension, share);
      const within = dimension.axis === "choice" ? 0.5 : 0.01;
      expect(Math.abs(shareAt(dimension, value) - share)).toBeLessThan(within);
      if (dimension.axis === "log") expect(Number(Number(value).toPrecision(3))).toBe(value);
      if (dimension.axis === "log-distance") expect(String(value).length).toBeLessThan(11);
    }
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type OptimizerRequest, resolveOptimizer } from "../../optimizers/resolve.ts";
import { parseProgram } from "../../program/parse.ts";
import { printProgram } from "../../program/print.ts";
import { findTarget } from "../targets/index.ts";
import { nameConstants } from "./constants.ts";
import { listRequested } from "./list-requested.ts";
import { apart, unread } from "./listing.conformance.ts";
import { statementsOf } from "./listing.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-listing-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The listing of a program, held against the interpreter. */
function listed(text: string, hyperparameters: OptimizerRequest["hyperparameters"] = {}) {
  writeFileSync(join(folder, "p.txt"), text);
  const request = { name: "./p.txt", folder, hyperparameters };
  resolveOptimizer(request);
  const listing = listRequested(request);
  expect(apart(listing, request)).toBeLessThan(1e-12);
  expect(unread(listing)).toEqual([]);
  return listing;
}

const names = (listing: ReturnType<typeof listed>): string[] => statementsOf(listing).map(({ name }) => name);

describe("names", () => {
  test("pass from a value to the next where the old one is no longer read", () => {
    expect(names(listed("g = tanh(g) + w\ng = g * g + tanh(g)\nw = w - lr * g"))).toEqual(["g", "g", "w"]);
  });

  test("do not pass while the old value is still read", () => {
    const listing = listed("state m = zeros\nold = m\nm = lerp(g, m, 0.9)\nw = w - lr * (m + sin(old) * w + old)");
    expect(names(listing)).toEqual(["new_m", "w"]);
    expect(listing.stores).toMatchObject([{ of: "state", name: "m", value: { name: "new_m" } }]);
  });

  test("of what is computed once are not taken by what is computed for each tensor", () => {
    const listing = listed("lr = lr * norm(g) + sin(lr)\nstep = step * tanh(g) + step\nw = w - lr * g - step");
    expect(names(listing)).toEqual(["new_lr", "new_step", "w"]);
  });

  test("of numbers are not reused where several passes compute them", () => {
    const listing = listed("lr = lr * 0.5 + sin(lr)\ng = g * min(1, lr / global_norm(g * lr))\nw = w - lr * g");
    expect(listing.passes).toHaveLength(2);
    expect(names(listing)).toContain("new_lr");
  });
});

describe("states", () => {
  test("that are made of the new weights follow them", () => {
    expect(names(listed("state m = zeros\nw = w - lr * g - m\nm = sin(w) * 0.5"))).toEqual(["w", "m"]);
    const listing = listed("state m = zeros\nw = w - lr * g - m\nm = sin(w) * 0.5");
    expect(findTarget("numpy").print(listing)).toContain("m = np.sin(w) * 0.5\n        params[i] = w\n");
    listed("state m = zeros\nw = w - lr * g * (1 + m)\nm = w * w + sin(w)\nw = w + m");
  });

  test("that change places are saved first", () => {
    const listing = listed(
      "state a = zeros\nstate b = ones\nscalar p = 1\nscalar q = 2\nold = a\na = b\nb = old\ns = p\np = q\nq = s\nw = w - lr * (a * p + g * q + b)",
    );
    expect(names(listing)).toEqual(expect.arrayContaining(["old_a", "old_p"]));
  });

  test("that take over a gradient get a copy", () => {
    const listing = listed("state last = zeros\nd = g - last\nlast = g\nw = w - lr * d");
    expect(listing.stores).toMatchObject([{ name: "last", value: { op: "copy" } }]);
  });

  test("start as hyperparameters say, and what is fixed folds away", () => {
    const text =
      "hyper start = 3\nhyper beta = 0.9\nhyper fast = True\nstate v = 2 * start\nv = beta * v + g\nw = w - lr * (v if fast else g)";
    expect(listed(text).hyperparameters.map((each) => each.name)).toEqual(["lr", "start", "beta", "fast"]);
    const fixed = listed(text, { fast: false });
    expect(fixed.states).toEqual([]);
    expect(fixed.hyperparameters.map((each) => each.name)).toEqual(["lr"]);
    expect(fixed.fixed).toEqual({ fast: false });
  });

  test("may hold the negative of something, and one number for a whole tensor", () => {
    listed("state a = zeros\nstate b = zeros\nd = a + b * w\na = -g\nb = norm(g)\nw = w - lr * d");
  });
});

test("totals of totals take a pass each", () => {
  const listing = listed("c = g / global_norm(g)\nd = c + w\nd = d / global_norm(d)\nw = w - lr * (c + d)");
  expect(listing.passes.map(({ totals }) => totals.map(({ name }) => name))).toEqual([
    ["squared_norm"],
    ["squared_norm2"],
    [],
  ]);
});

test("peak rate and length of the run become hyperparameters", () => {
  const listing = listed("w = w - (lr + peak_lr * step / total_steps) * g");
  expect(listing.hyperparameters).toMatchObject([
    { name: "lr" },
    { name: "peak_lr", default: 1 },
    { name: "total_steps", default: null },
  ]);
});

describe("masks", () => {
  const mask = (text: string, values = {}) => listed(text, values).mask;
  test("are no more than hyperparameters of 0 where these multiply all that is masked", () => {
    expect(mask("hyper decay = 0.1\nw = w - lr * (g + lr * decay * masked(w))")).toBe("hyperparameter");
    expect(mask("w = w - lr * g")).toBe("none");
  });
  test("are free where a constant or nothing multiplies", () => {
    expect(mask("w = w - lr * (g + 0.1 * masked(w))")).toBe("free");
    expect(mask("hyper decay = 0.1\nw = w - lr * (g + decay * masked(w))", { decay: 0.2 })).toBe("free");
    expect(mask("hyper decay = 0.1\nw = w - lr * (g + decay + masked(w))")).toBe("free");
  });
});

test("constants of the paper's form become hyperparameters, called after what they do", () => {
  const text =
    "def train(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  u = 0.3 * w + m * 0.25 + 2 * w ** 3 + tanh(1.5)\n  lr = lr * 0.001\n  return u * lr, m\n";
  const { program, hyperparameters } = nameConstants(parseProgram(text));
  expect(Object.entries(hyperparameters).map(([name, each]) => [name, each.default])).toEqual([
    ["beta1", 0.9],
    ["decay", 0.3],
    ["u_scale", 0.25],
    ["u_constant", 1.5],
    ["lr_scale", 0.001],
  ]);
  expect(printProgram(program)).toContain("u = decay * w + m * u_scale + 2 * w ** 3 + tanh(u_constant)");
});

import { describe, expect, test } from "vitest";
import { parseProgram } from "./parse.ts";
import { runOnTerms } from "./symbolic.ts";
import { openNameOf } from "./symbolic-run.ts";
import { reachable, showTerm, type Term } from "./term.ts";

function openNames(...outputs: readonly Term[]): (string | undefined)[] {
  return reachable(outputs)
    .map(openNameOf)
    .filter((name) => name !== undefined);
}

describe("hyperparameters that stay open", () => {
  const text = "state m = zeros\nm = beta * m + g if beta > 0 else g\nw = w - lr * (m + decay * w)";

  test("are terms, and conditions on them stay choices", () => {
    const open = runOnTerms(parseProgram(text), {}, { beta: "number", decay: "number" });
    expect(open.diagnostics).toEqual([]);
    expect(open.hyperparameters).toEqual(["beta", "decay"]);
    expect(openNames(open.weights)).toEqual(["beta", "decay"]);
    expect(showTerm(open.states[0]!.after)).toBe("choose(>(hyper beta, 0), add(mul(hyper beta, state m), g), g)");
  });

  test("are constants where a value is given, and fold away", () => {
    const fixed = runOnTerms(parseProgram(text), { beta: 0 }, { beta: "number", decay: "number" });
    expect(showTerm(fixed.weights)).toBe("sub(w, mul(lr, add(g, mul(hyper decay, w))))");
  });

  test("are those that the program declares too, with defaults that are told", () => {
    const declared =
      "hyper beta = 0.9\nhyper rest = 1 - beta\nhyper fast = True\nw = w - lr * rest * (g if fast else w)";
    const run = runOnTerms(parseProgram(declared), {}, {});
    expect(run.diagnostics).toEqual([]);
    expect(openNames(run.weights)).toEqual(["rest", "fast"]);
    const closed = runOnTerms(parseProgram(declared), {});
    expect(closed.defaults).toEqual({ beta: 0.9, rest: 1 - 0.9, fast: true });
    expect(openNames(closed.weights)).toEqual([]);
  });

  test("may decide how a state starts and how much a tensor function computes", () => {
    const program = parseProgram("state v = 2 * first\nv = v + g\nw = w - lr * v * kth_largest(g, share)");
    const run = runOnTerms(program, {}, { first: "number", share: "number" });
    expect(run.diagnostics).toEqual([]);
    expect(run.states[0]!.initial).toBeNaN();
    expect(showTerm(run.states[0]!.start)).toBe("mul(2, hyper first)");
    const bound = runOnTerms(program, { first: 3, share: 0.5 });
    expect(bound.states[0]).toMatchObject({ initial: 6, start: { value: 6 } });
  });

  test("do not make what depends on the step known at the start", () => {
    const program = parseProgram("state v = first * step\nv = v + g\nw = w - lr * v");
    expect(runOnTerms(program, {}, { first: "number" }).diagnostics.map(({ code }) => code)).toEqual([
      "wrong-declaration",
    ]);
  });
});

test("assignments are told in their order, names used twice included", () => {
  const { assignments } = runOnTerms(parseProgram("g = g + 1\ng = 2 * g\nw = w - g"), {});
  expect(assignments.map(({ name, value }) => `${name} = ${showTerm(value)}`)).toEqual([
    "g = add(g, 1)",
    "g = mul(2, add(g, 1))",
    "w = sub(w, mul(2, add(g, 1)))",
  ]);
});

import { expect, test } from "vitest";
import { optimizers } from "../optimizers/index.ts";
import { bindProgram } from "./bind.ts";
import { interpret, leavesOf } from "./interpret.ts";
import { parseProgram } from "./parse.ts";
import { printProgram } from "./print.ts";
import { pruneLibrary } from "./prune-library.ts";

const text = `hyper beta = 0.9
hyper idle = 3
state m = zeros
state seen = zeros
state never = ones
scalar p = 1
x = sin(g)
u = lerp(g, m, beta)
seen = seen + u
p = p * beta
m = u
never = idle * x
y = cos(x)
w = w - lr * sign(m) / (1 - p)
`;

const given = {
  leaves: leavesOf([[3], [2]]),
  w0: [1, -2, 0.5, 3, 0],
  gradients: [1, 2, 3].map((k) => [k, -0.3 * k, 0.1, 0, -2]),
  facts: (step: number) => ({ step, lr: 0.1 / step, peakLr: 0.1, totalSteps: 3 }),
};

test("what no weight depends on is gone, in the words that were written", () => {
  const pruned = pruneLibrary(parseProgram(text));
  expect(printProgram(pruned.program)).toBe(
    "hyper beta = 0.9\nstate m = zeros\nscalar p = 1\nu = lerp(g, m, beta)\np = p * beta\nm = u\nw = w - lr * sign(m) / (1 - p)\n",
  );
  expect(pruned.deadStates).toEqual(["seen", "never"]);
  expect(pruned.deadWithinStep).toEqual([12]);
  expect(pruned.deadAcrossSteps).toEqual([1, 3, 4, 6, 8, 11]);
});

test("the weights are the same, bit for bit, and the library has nothing to prune", () => {
  const [before, after] = [parseProgram(text), pruneLibrary(parseProgram(text)).program].map((program) =>
    interpret(bindProgram(program, {}), given).map((w) => [...w]),
  );
  expect(after).toEqual(before);
  for (const { name, conventions } of optimizers) {
    for (const { program } of Object.values(conventions)) {
      const parsed = parseProgram(program);
      if (parsed.dialect === "library")
        expect(printProgram(pruneLibrary(parsed).program), name).toBe(printProgram(parsed));
    }
  }
});

/** Random programs of the search's language, rich in what the rules of the simplifier look for. */
import type { Rng } from "../../src/core/rng.ts";

const patterns: readonly string[] = [
  ...["A + B", "A - B", "A * B", "A / B", "A * C", "C * A", "A * lr", "A + A", "A - A", "A * A"],
  ...["square(A)", "sqrt(A)", "abs(A)", "sign(A)", "negative(A)", "cube(A)", "cbrt(A)", "arcsin(A)", "sin(A)"],
  ...["tanh(A)", "arctan(A)", "cos(A)", "exp(A)", "log(A)", "max(A, B)", "min(A, B)", "norm(A)", "global_norm(A)"],
  ...["interp(A, B, C)", "interp(A, B, 0.9)", "interp(A, B, lr)", "clip(A, lr)", "clip(A, C)", "dot(A, B)"],
  ...["A + 0", "A * 1", "interp(A, A, C)", "interp(A, B, 0)", "sqrt(C)", "reciprocal(A)", "power(A, 2)", "A / C"],
];

/** A valid program of the paper's form with `length` statements before the update. */
export function randomProgram(rng: Rng, length = 10): string {
  const names = ["w", "g", "m", "v"];
  const pick = (list: readonly string[]) => list[Math.floor(rng.uniform() * list.length)]!;
  const constant = () => pick(["0.5", "0.9", "2", "-1", "0", "1", "0.1", "-0.3"]);
  const lines = Array.from({ length }, (_, i) => {
    const value = pick(patterns)
      .replaceAll("A", () => pick(names.slice(-5)))
      .replaceAll("B", () => pick(names))
      .replaceAll("C", constant);
    const target = rng.uniform() < 0.4 ? pick(["g", "m", "v"]) : `x${i}`;
    if (!names.includes(target)) names.push(target);
    return `  ${target} = ${value}`;
  });
  const update = [`  update = ${pick(names.slice(-3))} + ${pick(names)}`, "  update = update * lr"];
  return `${["def train(w, g, m, v, lr):", ...lines, ...update, "  return update, m, v"].join("\n")}\n`;
}

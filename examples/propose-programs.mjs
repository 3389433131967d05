/**
 * Proposes update rules to a discovery, beside its mutations:
 *
 *   npx lionlab discover rediscover --set 'proposals.command=node examples/propose-programs.mjs'
 *
 * This one knows a few ways to turn an average of the gradient into a step, and combines them at random; a language model, or
 * another search, would stand in its place. What it reads and writes is a JSON object a line (docs/discovery.md, "Proposals").
 */
import { createInterface } from "node:readline";

const directions = [
  ["u = sign(t)"],
  ["s = square(g)", "v = interp(s, v, 0.99)", "r = sqrt(v)", "u = t / r"],
  ["a = abs(t)", "r = sqrt(a)", "s = sign(t)", "u = s * r"],
];

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const between = (low, high) => Number((low * (high / low) ** Math.random()).toPrecision(3));

/** A rule with the signature of the seed, `train(w, g, m, v, lr)`, that returns what the seed returns. */
function proposal({ rate, decay }) {
  return [
    "def train(w, g, m, v, lr):",
    `  t = interp(g, m, ${1 - between(0.02, 0.5)})`,
    `  m = interp(g, m, ${1 - between(0.005, 0.2)})`,
    ...pick(directions).map((statement) => `  ${statement}`),
    `  wd = w * ${decay}`,
    "  update = u + wd",
    `  lr = lr * ${rate}`,
    "  update = update * lr",
    "  return update, m, v",
  ].join("\n");
}

let best = { fitness: -1, rate: 0.01, decay: 0.1 };
const asked = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  if (told.kind === "ask") {
    const numbers = { rate: between(best.rate / 3, best.rate * 3), decay: between(best.decay / 3, best.decay * 3) };
    asked.set(told.id, numbers);
    console.log(JSON.stringify({ id: told.id, program: proposal(numbers) }));
  } else if (told.kind === "result") {
    const numbers = asked.get(told.id);
    asked.delete(told.id);
    if (told.fitness > best.fitness) best = { fitness: told.fitness, ...numbers };
  } else if (told.kind === "refused") {
    console.error(told.sentence);
    asked.delete(told.id);
  }
}

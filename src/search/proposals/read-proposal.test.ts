import { expect, test } from "vitest";
import { defaultMutation } from "../../program/mutate/mutation.ts";
import { genomeText } from "../../program/program-of.ts";
import { languageOf } from "../language.ts";
import { sampleConfig } from "../samples.ts";
import { readProposal } from "./read-proposal.ts";

const language = languageOf(sampleConfig({ mutation: { ...defaultMutation, rate: "last-factor", maxLength: 8 } }));
const helped = languageOf({
  seedProgram: "def twice(x):\n  return x + x\n\ndef train(w, g, lr):\n  u = twice(g)\n  u = u * lr\n  return u\n",
  mutation: { ...defaultMutation },
});

test("a program of the search is read as it stands, nested expressions and helpers of the search included", () => {
  const text =
    "def train(w, g, m, v, lr):\n  m = interp(g, m, 0.9)\n  update = sign(m + g * 0.1) * lr\n  return update, m, v";
  expect(genomeText(readProposal(text, language))).toContain("sign(");
  const doubled = readProposal("def train(w, g, lr):\n  u = twice(twice(g))\n  u = u * lr\n  return u", helped);
  expect(doubled.body.map(({ fn }) => fn.name)).toEqual(["twice", "twice", "*"]);
  for (const { fn } of doubled.body) expect(helped.functions.get(fn.name)).toBe(fn);
});

test.each([
  ["what is no program", "step downhill", /./],
  ["an unknown name", "def train(w, g, m, v, lr):\n  update = x * lr\n  return update, m, v", /x/],
  [
    "another signature",
    "def train(w, g, m, lr):\n  update = g * lr\n  return update, m",
    /takes \(w, g, m, lr\); every program/,
  ],
  [
    "other returned names",
    "def train(w, g, m, v, lr):\n  u = g * lr\n  return u, m, v",
    /returns u, m, v; every program/,
  ],
  [
    "a function of its own",
    "def f(x):\n  return x + x\n\ndef train(w, g, m, v, lr):\n  update = f(g) * lr\n  return update, m, v",
    /defines a function of its own/,
  ],
  [
    "a rate that is bent",
    "def train(w, g, m, v, lr):\n  lr = sqrt(lr)\n  update = g * lr\n  return update, m, v",
    /last factor/,
  ],
  [
    "more statements than the search has",
    `def train(w, g, m, v, lr):\n${"  g = g * 0.5\n".repeat(8)}  update = g * lr\n  return update, m, v`,
    /10 statements of at most 8/,
  ],
])("%s is refused", (_, text, sentence) => {
  expect(() => readProposal(text, language)).toThrow(sentence);
});

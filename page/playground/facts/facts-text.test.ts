import { describe, expect, it } from "vitest";
import { explainProgram } from "../../../src/optimizers/explain-program.ts";
import { stepFactsOf } from "../../../src/optimizers/program-facts.ts";
import { parseProgram } from "../../../src/program/parse.ts";
import { costText, familyText, lionKText, readsText, scopeText, twinsText } from "./facts-text.ts";

const explained = (text: string) => explainProgram({ name: "mine", program: parseProgram(text), hyperparameters: {} });
const costOf = (text: string): string => {
  const steps = stepFactsOf(parseProgram(text), {});
  return costText(steps, explained(text).bytesPerWeight);
};

describe("what is said of a program", () => {
  it("its family, or that there is none", () => {
    expect(familyText(explained("w = w - lr * sign(g)"))).toMatch(/^This is .*sign.* \(equal to rounding\)\.$/);
    expect(familyText(explained("w = w - lr * sin(g) * cos(w)"))).toBe("This is no family that is known here.");
  });
  it("what it costs", () => {
    expect(costOf("w = w - lr * sign(g)")).toBe("no state; 3 operations on each weight");
    expect(costOf("state m = zeros\nm = lerp(g, m, 0.9)\nw = w - lr * m / global_norm(m)")).toMatch(
      /^1 state, 4 bytes a weight in float32; \d+ operations on each weight; 1 sum over weights$/,
    );
    expect(costOf("scalar p = 1\np = p * 0.5\nw = w - p * g")).toMatch(/^no state; 1 number carried; .* on the host$/);
  });
  it("names as people read them, and what follows from none", () => {
    expect(readsText(["w", "g", "m", "step"])).toBe("weights, gradient, m and step count");
    expect(readsText([])).toBe("nothing");
    expect(twinsText([])).toContain("none takes the same steps");
    expect(twinsText([{ name: "lion", title: "Lion", convention: "torch" }])).toContain("the steps of lion,");
    expect(lionKText(null)).toBe("not known to be");
    expect(lionKText({ k: "l1", because: "its family is lion" })).toBe("yes, with K = l1: its family is lion");
    expect((["weight", "tensor", "all tensors"] as const).map(scopeText)).toHaveLength(3);
  });
});

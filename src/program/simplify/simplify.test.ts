import { describe, expect, it } from "vitest";
import { compareBehaviour } from "../../../test/program/behaviour.ts";
import { randomProgram } from "../../../test/program/random-programs.ts";
import { createRng } from "../../core/rng.ts";
import { checkProgram } from "../check.ts";
import { parseProgram } from "../parse.ts";
import { printProgram } from "../print.ts";
import { flowOf } from "./flow.ts";
import { textOfFlow } from "./flow-program.ts";
import { simplestText, simplify } from "./simplify.ts";
import { simplifyByScore } from "./simplify-by-score.ts";

const program = (body: string) => parseProgram(`def train(w, g, m, v, lr):\n${body}\n`);

describe("flowOf", () => {
  it("prints what it read, where nothing was an alias", () => {
    for (let i = 0; i < 100; i++) {
      const text = printProgram(parseProgram(randomProgram(createRng(i, "flow"), 12)));
      expect(textOfFlow(flowOf(parseProgram(text)))).toBe(text);
    }
    const nested = "def train(w, g, m, v, lr):\n  m = interp(g, m, 0.9) * (lr - -0.5)\n  return -m + w / 2, m, v\n";
    expect(textOfFlow(flowOf(parseProgram(nested))).replace("negative(m)", "-m")).toBe(nested);
  });

  it("keeps what a value is called apart from what it is", () => {
    const text = "old = m\nm = interp(g, m, 0.9)\nupdate = m - old\nreturn update, m, v";
    const printed = textOfFlow(flowOf(program(text)));
    expect(printed).toContain("m2 = interp(g, m, 0.9)\n  update = m2 - m\n  return update, m2, v");
    expect(compareBehaviour(printProgram(program(text)), printed, { seed: 1 }).worst).toBe(0);
  });

  it("spells helpers out", () => {
    const text =
      "def mix(x, y):\n  z = x + y\n  return z * 0.5\ndef train(w, g, m, v, lr):\n  update = mix(g, mix(m, w))\n  m = g\n  return update, m, v\n";
    const [first] = simplify(parseProgram(text), { labels: ["exact"] });
    expect(first).toMatchObject({ rule: "spell out", label: "exact" });
    expect(compareBehaviour(text, first!.after, { seed: 1 })).toEqual({ compared: expect.any(Number), worst: 0 });
  });

  it("refuses the library's dialect in words", () => {
    expect(() => simplify(parseProgram("w = w - lr * g"))).toThrow(/program explain/);
  });
});

describe("simplify", () => {
  it("keeps what random programs do, and ends where no rule applies", () => {
    for (let i = 0; i < 80; i++) {
      const text = randomProgram(createRng(i, "whole programs"), 3 + (i % 14));
      const parsed = parseProgram(text);
      const steps = simplify(parsed, { labels: ["exact"] });
      const after = simplestText(parsed, steps);
      expect(checkProgram(parseProgram(after)), after).toEqual([]);
      expect(compareBehaviour(text, after, { seed: i }).worst, `${text}\n${after}`).toBeLessThan(1e-6);
      expect(simplify(parseProgram(after), { labels: ["exact"] }), after).toEqual([]);
    }
  });

  it("gives steps that follow each other, each with a reason", () => {
    const steps = simplify(program("x = sqrt(g * g)\ny = abs(x)\nupdate = g / y\nreturn update, m, v"));
    steps.forEach((step, i) => {
      expect(step.reason).toMatch(/\.$/);
      expect(step.before).not.toBe(step.after);
      if (i > 0) expect(step.before).toBe(steps[i - 1]!.after);
    });
    expect(steps.map(({ label }) => label)).toContain("tolerant");
    expect(steps.at(-1)!.after).toBe("def train(w, g, lr):\n  update = sign(g)\n  return update\n");
  });

  it("takes no empirical step unless asked", () => {
    const text = "g = clip(g, lr)\nm = interp(g, m, 0.9)\nupdate = sign(m)\nreturn update, m, v";
    expect(simplify(program(text)).map(({ label }) => label)).not.toContain("empirical");
    const asked = simplify(program(text), { labels: ["exact", "tolerant", "empirical"] });
    expect(asked.find(({ label }) => label === "empirical")).toMatchObject({ rule: "drop clip", measured: null });
  });

  it("takes no quotient for 1 that is 0 where the gradient is 0, unless asked, and then says so", () => {
    const text = "r = g / g\nm = interp(g, m, 0.9)\nupdate = r * m\nreturn update, m, v";
    const parsed = program(text);
    const kept = simplestText(parsed, simplify(parsed));
    expect(kept).toContain("g / g");
    const asked = simplify(parsed, { labels: ["exact", "tolerant", "empirical"] });
    const step = asked.find(({ rule }) => rule === "quotient of the same");
    expect(step?.label).toBe("empirical");
    expect(step?.reason).toContain("Holds for 1e-6 <= |x| < ∞");
    expect(step?.reason).toContain("Not where x = 0: there the quotient is 0");
  });

  it("prints where a tolerant step holds", () => {
    const steps = simplify(program("x = abs(g)\nupdate = g / x\nreturn update, m, v"));
    expect(steps.find(({ label }) => label === "tolerant")?.reason).toContain("Holds for 1e-6 <= |x| < ∞: relative");
  });

  it("ends where values are shared many times over", () => {
    const doubling = `${"g = g * g\nm = m + m\n".repeat(60)}update = g / m\nreturn update, m, v`;
    const parsed = program(doubling);
    expect(simplestText(parsed, simplify(parsed))).toContain("update = ");
  });
});

describe("simplifyByScore", () => {
  const text =
    "x = sin(g)\nm = interp(x, m, 0.9871)\nn = cos(m)\nx = sign(m)\nx = x + n\nupdate = x * 0.0123\nreturn update, m, v";

  it("keeps what does not lower the score, and says the figures", async () => {
    let calls = 0;
    const found = await simplifyByScore(program(text), {
      margin: 0.01,
      evaluate: async (candidate) => {
        calls += 1;
        const mean = printProgram(candidate).includes("cos(") ? 0.5 : 0.495;
        const good = printProgram(candidate).includes("sign(") && printProgram(candidate).includes("interp(");
        return { mean: good ? mean : 0, scores: [mean] };
      },
    });
    expect(found.text).toBe(
      "def train(w, g, m, lr):\n  m = interp(g, m, 0.99)\n  update = sign(m)\n  return update, m\n",
    );
    expect(found.evaluations).toBe(calls);
    const measured = found.steps.filter(({ label }) => label === "empirical");
    expect(measured.map(({ rule }) => rule)).toEqual(expect.arrayContaining(["drop near identity", "drop function"]));
    for (const step of measured) expect(step.measured).not.toBeNull();
    expect(measured[0]!.reason).toMatch(/mean score 0\.5 before/);
  });

  it("never falls below the bar and stops at its budget", async () => {
    const found = await simplifyByScore(program(text), {
      margin: 0,
      maxEvaluations: 5,
      evaluate: async (candidate) => ({ mean: candidate.statements.length, scores: [] }),
    });
    expect(found.evaluations).toBeLessThanOrEqual(5);
    expect(found.last.mean).toBeGreaterThanOrEqual(found.first.mean);
  });
});

import { describe, expect, it } from "vitest";
import { randomProgram } from "../../../test/program/random-programs.ts";
import { createRng, type Rng } from "../../core/rng.ts";
import { resolveOptimizer } from "../../optimizers/resolve.ts";
import { parseProgram } from "../parse.ts";
import { families } from "./index.ts";
import { recognize } from "./recognize.ts";
import { familyText, isSignMomentum } from "./sign-momentum.ts";

const of = (body: string, parameters = "w, g, m, v, lr") =>
  recognize(parseProgram(`def train(${parameters}):\n${body}`));

/** Numbers of one variant, drawn anew for each. */
interface Numbers {
  readonly a: number;
  readonly b: number;
  readonly rate: number;
  readonly decay: number;
}

function numbers(rng: Rng): Numbers {
  const digits = (value: number) => Number(value.toPrecision(4));
  return {
    a: digits(0.5 + 0.45 * rng.uniform()),
    b: digits(0.96 + 0.039 * rng.uniform()),
    rate: digits(10 ** (-4 + 3 * rng.uniform())),
    decay: digits(rng.uniform()),
  };
}

/** Ways to write one optimizer: each ends with the direction in `d`. */
const variants: { readonly [family: string]: readonly ((n: Numbers) => string)[] } = {
  lion: [
    ({ a, b }) => `c = interp(g, m, ${a})\nm = interp(g, m, ${b})\nd = sign(c)`,
    ({ a, b }) => `m = interp(g, v, ${a})\nc = m * m\nv = interp(g, m, ${b / a})\nc = sqrt(c)\nd = m / c`,
    ({ a, b }) => `c = ${1 - a} * g + m * ${a}\nd = c / abs(c)\nm = interp(m, g, ${1 - b})`,
    ({ a, b }) => `c = g + m * ${(a * (1 - b)) / (1 - a)}\nm = m * ${b} + g\nc = clip(c, lr)\nd = sign(tanh(c * 7))`,
    ({ a, b }) =>
      `x = interp(g, m, ${a})\nx = x * 3\ny = reciprocal(abs(x))\nd = y * x\nm = interp(g, m, ${b})\nv = cosh(d)`,
  ],
  signum: [
    ({ a }) => `m = interp(g, m, ${a})\nd = sign(m)`,
    ({ a }) => `m = m * ${a}\nm = m + g\nd = m / sqrt(square(m))`,
    ({ a }) => `m = interp(m, g, ${1 - a})\nu = cube(m)\nd = sign(u)`,
    ({ a }) => `v = m\nm = v * ${a} - g\nx = negative(m)\ny = abs(m)\nd = x / y`,
  ],
  adam: [
    ({ a, b }) => `m = interp(g, m, ${a})\nv = interp(square(g), v, ${b})\nd = m / sqrt(v)`,
    ({ a, b }) => `v = interp(v, g * g, ${1 - b})\nm = m * ${a} + g * ${1 - a}\ns = power(v, 0.5)\nd = m / s`,
    ({ a, b }) => `m = m * ${a} + g\nv = v * ${b} + square(g)\ns = reciprocal(sqrt(v))\nd = s * m`,
  ],
  rmsprop: [
    ({ b }) => `v = interp(square(g), v, ${b})\nd = g / sqrt(v)`,
    ({ b }) => `v = v * ${b} + g * g * 2\nd = g / (sqrt(v) + 1e-8)`,
  ],
  adabelief: [
    ({ a, b }) => `m = interp(g, m, ${a})\ns = g - m\ns = square(s)\nv = interp(s, v, ${b})\nd = m / sqrt(v)`,
    ({ a, b }) => `s = m - g\nm = interp(g, m, ${a})\nv = interp(s * s, v, ${b})\nd = m / (sqrt(v) + 1e-8)`,
  ],
  "sgd-momentum": [({ a }) => `m = interp(g, m, ${a})\nd = m`, ({ a }) => `m = m * ${a}\nm = g + m\nd = m * 2`],
};

/** Ways to write rate (d + decay w). */
const endings: readonly ((n: Numbers) => string)[] = [
  ({ rate, decay }) => `wd = w * ${decay}\nd = d + wd\nlr = lr * ${rate}\nupdate = d * lr\nreturn update, m, v`,
  ({ rate, decay }) =>
    `lr = ${rate} * lr\nx = lr * d\ny = lr * ${decay}\ny = y * w\nupdate = y + x\nreturn update, m, v`,
  ({ rate, decay }) => `update = (d * ${rate} + w * ${rate * decay}) * lr\nreturn update, m, v`,
];

describe.each(Object.entries(variants))("%s", (family, ways) => {
  it("is recognised with its numbers, however it is written", () => {
    const rng = createRng(11, family);
    for (const way of ways) {
      for (const ending of endings) {
        const n = numbers(rng);
        const text = `${way(n)}\n${ending(n)}`;
        const found = of(text);
        expect(found?.family, text).toBe(family);
        const { beta, beta1, beta2, rho, decay } = found!.parameters;
        if (beta !== undefined) expect(beta, text).toBeCloseTo(n.a, 6);
        if (beta1 !== undefined) expect(beta1, text).toBeCloseTo(n.a, 6);
        if (beta2 !== undefined || rho !== undefined) expect(beta2 ?? rho, text).toBeCloseTo(n.b, 6);
        if (family === "lion" || family === "signum") {
          expect(found!.parameters.rate! / n.rate, text).toBeCloseTo(1, 6);
          expect(decay! / n.decay, text).toBeCloseTo(1, 6);
          expect(found!.signMomentum).toBe(true);
        }
        expect(found!.difference, text).toBeLessThan(1e-3);
      }
    }
  });
});

describe("recognize", () => {
  it("tells families in words", () => {
    const lion =
      "c = interp(g, m, 0.91)\nd = sign(c)\nm = interp(g, m, 0.986)\nlr = lr * 2.2e-4\nupdate = d + w * 0.46\nupdate = update * lr\nreturn update, m, v";
    expect(of(lion)).toMatchObject({
      description: "Lion with β1 = 0.91, β2 = 0.986, weight decay 0.46, rate 2.2e-4",
      exact: true,
      signMomentum: true,
    });
    expect(of(lion.replace("c = interp", "g = arcsin(clip(g, lr))\nc = interp"))?.description).toBe(
      "Lion with β1 = 0.91, β2 = 0.986, weight decay 0.46, rate 2.2e-4, with arcsin(clip(g)) for the gradient",
    );
    expect(of("update = sign(g) * lr\nreturn update, m, v")?.description).toBe("signSGD");
    expect(of("update = g * 0.1\nreturn update, m, v")?.description).toBe("SGD with rate 0.1 without schedule");
  });

  it("sees bias correction, maxima and sums where a program has the step", () => {
    const adam =
      "state m = zeros\nstate v = zeros\nm = lerp(g, m, 0.8)\nv = lerp(g * g, v, 0.95)\nw = w - lr * sqrt(1 - 0.95 ** step) / (1 - 0.8 ** step) * m / sqrt(v)";
    expect(recognize(parseProgram(adam))).toMatchObject({
      family: "adam",
      parameters: { beta1: 0.8, beta2: expect.closeTo(0.95, 9), corrected: 1 },
    });
    const adagrad = "state s = zeros\ns = g * g + s\nw = w - lr * g / (1e-10 + sqrt(s))";
    expect(recognize(parseProgram(adagrad))?.family).toBe("adagrad");
  });

  it("does not recognise what only looks alike", () => {
    const ends = "\nupdate = d * lr\nreturn update, m, v";
    for (const body of [
      "m = interp(g, m, 0.9)\nd = tanh(m * 1e9)",
      "m = interp(g, m, 0.9)\nd = m / norm(m)",
      "m = interp(g, m, 0.9)\nv = interp(square(g), v, 0.99)\nd = m / v",
      "m = interp(g, m, 0.9)\nv = interp(square(m), v, 0.99)\nd = m / sqrt(v)",
      "m = interp(g, m, 1.1)\nd = sign(m)",
      "m = max(g, m)\nd = sign(m)",
      "m = interp(g, m, 0.9)\nd = sign(m) * abs(g)",
      "m = interp(g, m, 0.9)\nd = sign(m) + sign(g)",
      "d = cos(g)",
    ]) {
      expect(of(body + ends), body).toBeNull();
    }
  });

  it("gives every family its own name, and never throws on random programs", () => {
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
    for (let i = 0; i < 60; i++) {
      const program = parseProgram(randomProgram(createRng(i, "families"), 3 + (i % 12)));
      expect(["string", "object"]).toContain(typeof familyText(program));
    }
  });
});

describe("isSignMomentum", () => {
  const judge = (body: string) =>
    isSignMomentum(parseProgram(`def train(w, g, m, v, lr):\n${body}\nreturn update, m, v`));

  it("proves it by structure, apart from decay and factors that are one number", () => {
    for (const body of [
      "m = interp(g, m, 0.9)\nupdate = m / sqrt(m * m)",
      "m = interp(g, m, 0.9)\nx = abs(m)\nx = reciprocal(x)\nupdate = x * m\nupdate = update * lr\nupdate = update + w * 0.1",
      "m = interp(g, m, 0.9)\nv = interp(m, v, 0.5)\nupdate = sign(v + g * 0.1)\nn = global_norm(w)\nupdate = update * n",
      "g = arcsin(clip(g, lr))\nv = interp(g, v, 0.99)\nm = interp(g, v, 0.9)\nupdate = m / abs(m)\nupdate = update + sin(w)",
      "m = interp(g, m, 0.9)\nx = sign(m)\nupdate = x * cos(1.2)\nv = cosh(update)",
    ]) {
      expect(judge(body), body).toEqual({ member: true, evidence: "structure" });
    }
  });

  it("sees behaviour where structure says nothing", () => {
    expect(judge("m = interp(g, m, 0.9)\nupdate = tanh(m * 1e9)")).toEqual({ member: true, evidence: "behaviour" });
    const root = "m = interp(g, m, 0.9)\nx = exp(log(m))\nupdate = m / x";
    expect(judge(root)).toEqual({ member: true, evidence: "behaviour" });
  });

  it("says no to signs without momentum, norms, and adaptive steps", () => {
    for (const body of [
      "update = sign(g)",
      "m = interp(g, m, 0.9)\nupdate = m / norm(m)",
      "m = interp(g, m, 0.9)\nv = interp(square(g), v, 0.99)\nupdate = m / sqrt(v)",
      "update = lr + w * 0.1",
      "update = 0 * g",
      "m = interp(g, m, 0.9)\nupdate = m * lr",
    ]) {
      expect(judge(body), body).toEqual({ member: false, evidence: null });
    }
  });
});

describe("AdaBelief as it is used", () => {
  const text = (epsilon: string) =>
    `state m = zeros\nstate v = zeros\nm = lerp(g, m, 0.9)\nv = lerp(square(g - m), v, 0.999) + ${epsilon}\nw = w - lr * (m / (1 - 0.9 ** step) / (sqrt(v / (1 - 0.999 ** step)) + ${epsilon}) + 0.1 * w)`;

  it("is known, though it adds its epsilon to the state at every step", () => {
    expect(recognize(parseProgram(text("1e-16")))).toMatchObject({
      family: "adabelief",
      parameters: { beta1: expect.closeTo(0.9, 9), decay: expect.closeTo(0.1, 9) },
    });
  });

  it("is known as the library's optimizer", () => {
    const { program, hyperparameters } = resolveOptimizer({ name: "adabelief", hyperparameters: { rectify: false } });
    expect(recognize(parseProgram(program), hyperparameters)?.description).toMatch(/^AdaBelief with β1 = 0.9/);
  });

  it("is not claimed where what is added makes a difference", () => {
    expect(recognize(parseProgram(text("1e-4")))?.family ?? null).toBeNull();
  });
});

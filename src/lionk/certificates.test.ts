import { describe, expect, it, test } from "vitest";
import { createRng, type Rng } from "../core/rng.ts";
import {
  allowedRise,
  discreteLyapunov,
  discreteShare,
  fallOf,
  fenchelYoungGap,
  lyapunov,
  objective,
  phaseOneFactor,
} from "./certificates.ts";
import {
  type ContinuousConstants,
  checkContinuous,
  checkDiscrete,
  continuousOf,
  discreteOf,
  explicitOf,
  flow,
  implicitOf,
  type Point,
  rungeKutta,
  takeStep,
} from "./dynamics.ts";
import { kFunctions, kNamed } from "./functions/index.ts";
import { boundTo, casesOf } from "./k-function.conformance.ts";
import { type BoundK, bindK, type Vector } from "./k-function.ts";
import { combine, dot, norm2, normMax, scaled } from "./vectors.ts";

const vector = (...values: number[]): Vector => Float64Array.from(values);

/** P1 of the reference: f = (x - c)' A (x - c) / 2 with A = [[3, 1], [1, 2]], c = (2, -1); curvature up to (5 + sqrt 5) / 2. */
const bowl = {
  f: (x: Vector): number => dot(combine(1, x, -1, vector(2, -1)), bowl.g(x)) / 2,
  g: (x: Vector): Vector => {
    const [a, b] = [x[0]! - 2, x[1]! + 1];
    return vector(3 * a + b, a + 2 * b);
  },
  curvature: (5 + Math.sqrt(5)) / 2,
};

/** A quadratic of any size with random curvatures up to 2. */
function randomBowl(rng: Rng, size: number) {
  const [weights, centre] = [0, 1].map((n) =>
    Float64Array.from({ length: size }, () => (n === 0 ? 2 * rng.uniform() : rng.normal())),
  );
  const g = (x: Vector): Vector => x.map((value, i) => weights![i]! * (value - centre![i]!));
  return { g, f: (x: Vector): number => dot(g(x), combine(1, x, -1, centre!)) / 2, curvature: 2 };
}

/** Mean of log(1 + exp(-a x)) over random rows a; curvature up to a quarter of the mean of |a|². */
function randomLogistic(rng: Rng, size: number) {
  const rows = Array.from({ length: 5 }, () => Float64Array.from({ length: size }, () => rng.normal()));
  const sigmoid = (t: number): number => 1 / (1 + Math.exp(t));
  return {
    f: (x: Vector): number => rows.reduce((sum, a) => sum + Math.log1p(Math.exp(-dot(a, x))), 0) / rows.length,
    g: (x: Vector): Vector =>
      rows.reduce<Vector>((sum, a) => combine(1, sum, -sigmoid(dot(a, x)) / rows.length, a), new Float64Array(size)),
    curvature: rows.reduce((sum, a) => sum + dot(a, a), 0) / (4 * rows.length),
  };
}

/** sum x² / 2 + w cos x, which is not convex where w is above 1; curvature up to 1 + w. */
function randomWaves(rng: Rng, size: number) {
  const w = 1 + rng.uniform();
  const shift = Float64Array.from({ length: size }, () => rng.normal());
  return {
    f: (x: Vector): number => x.reduce((sum, value, i) => sum + value ** 2 / 2 + w * Math.cos(value + shift[i]!), 0),
    g: (x: Vector): Vector => x.map((value, i) => value - w * Math.sin(value + shift[i]!)),
    curvature: 1 + w,
  };
}

const smooth = ["pseudo-huber", "log-cosh", "arctan", "smooth-l2", "huber", "soft", "quadratic", "power"];

function between(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.uniform();
}

/** A point with lambda x well inside the domain of K*. */
function innerPoint(rng: Rng, k: BoundK, { size, lambda }: { size: number; lambda: number }): Point {
  const normal = (): Vector => Float64Array.from({ length: size }, () => rng.normal());
  const share = between(rng, 0.1, 0.9);
  const z = combine(share, k.gradient(normal()), 1 - share, k.gradient(normal()));
  return { x: scaled(1 / lambda, z), m: normal() };
}

function randomConstants(rng: Rng): ContinuousConstants {
  const gamma = between(rng, 0.2, 2);
  return { alpha: between(rng, 0.2, 2), gamma, epsilon: rng.uniform() / gamma, lambda: between(rng, 0.2, 2) };
}

describe("in continuous time", () => {
  it.each(smooth)("%s: dH/dt along the flow is minus the two terms, which are never negative", (name) => {
    const rng = createRng(2, "identity", name);
    const k = bindK(kNamed(name), {}, { size: 3 });
    for (let n = 0; n < 50; n++) {
      const constants = randomConstants(rng);
      const bowl = randomBowl(rng, 3);
      const point = innerPoint(rng, k, { size: 3, lambda: constants.lambda });
      const g = bowl.g(point.x);
      const { d1, d2, rate } = fallOf(k, point, g, constants);
      expect(Math.min(d1, d2)).toBeGreaterThanOrEqual(-1e-12);
      // dH/dt by the chain rule: <dH/dx, x'> + <dH/dm, m'>
      const { gamma, epsilon, lambda, alpha } = constants;
      const share = (1 - epsilon * gamma) / (1 + epsilon * lambda);
      const z = scaled(lambda, point.x);
      const conjugate = k.conjugateGradient(z);
      const byX = g.map(
        (value, i) => alpha * value + gamma * conjugate[i]! + share * lambda * (conjugate[i]! - point.m[i]!),
      );
      const byM = combine(share, k.gradient(point.m), -share, z);
      const way = flow(k, point, g, constants);
      const found = dot(byX, way.x) + dot(byM, way.m);
      expect(Math.abs(found - rate)).toBeLessThanOrEqual(
        1e-12 * (1 + norm2(byX) * norm2(way.x) + norm2(byM) * norm2(way.m)),
      );
    }
  });

  it("with epsilon gamma above 1 the function rises at many random states, and such constants are refused", () => {
    const rng = createRng(3, "negative");
    const k = bindK(kNamed("log-cosh"), { e: 0.1 }, { size: 3 });
    const constants = { alpha: 0.2, gamma: 1.5, epsilon: 4 / 1.5, lambda: 0.3 };
    let rising = 0;
    for (let n = 0; n < 200; n++) {
      const point = innerPoint(rng, k, { size: 3, lambda: constants.lambda });
      if (fallOf(k, point, randomBowl(rng, 3).g(point.x), constants).rate > 0) rising++;
    }
    expect(rising).toBeGreaterThan(50);
    expect(() => checkContinuous({ alpha: 1, gamma: 2, epsilon: 2, lambda: 1 })).toThrow(
      "epsilon gamma must be at most 1",
    );
  });

  it.each(smooth)("%s: Runge-Kutta steps lower H once inside the domain, and keep to the envelope before", (name) => {
    const constants = { alpha: 1, gamma: 1, epsilon: 0.5, lambda: 1 };
    const k = bindK(kNamed(name), {}, { size: 2 });
    let point: Point = { x: vector(-3, 3), m: vector(0, 0) };
    const start = k.distance(scaled(constants.lambda, point.x));
    let [before, rise, beyond] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    const h = 0.01;
    for (let n = 1; n <= 4_000; n++) {
      point = rungeKutta(k, point, { gradient: bowl.g, constants, h });
      const away = k.distance(scaled(constants.lambda, point.x));
      beyond = Math.max(beyond, away - Math.exp(-constants.lambda * n * h) * start);
      const now = lyapunov(k, point, bowl.f(point.x), constants);
      if (Number.isFinite(before)) rise = Math.max(rise, now - before);
      before = now;
    }
    expect(beyond).toBeLessThanOrEqual(1e-10);
    expect(rise).toBeLessThanOrEqual(1e-11);
  });
});

describe("where the equation comes to rest", () => {
  const rest = (k: BoundK, { x, ...constants }: ContinuousConstants & { readonly x: Vector }, end: number): Vector => {
    let point: Point = { x, m: vector(0, 0) };
    for (let n = 0; n < 100 * end; n++) point = rungeKutta(k, point, { gradient: bowl.g, constants, h: 0.01 });
    return point.x;
  };

  it("is the reference's minimum", () => {
    const k = bindK(kNamed("pseudo-huber"), { e: 0.1 }, { size: 2 });
    const found = rest(k, { x: vector(-3, 3), alpha: 1, gamma: 1, epsilon: 0.5, lambda: 1 }, 40);
    expect(found[0]).toBeCloseTo(0.9991848944, 9);
    expect(found[1]).toBeCloseTo(-0.4727668922, 9);
  });

  it("weighs f by alpha and K* by gamma", () => {
    const k = bindK(kNamed("huber"), { e: 0.5 }, { size: 2 });
    const found = rest(k, { x: vector(-0.5, 0.5), alpha: 2, gamma: 0.5, epsilon: 1, lambda: 0.7 }, 80);
    expect(found[0]).toBeCloseTo(1.4285714, 7);
    expect(found[1]).toBeCloseTo(-0.6843456, 7);
  });
});

describe.each(kFunctions.map((k) => [k.name, k] as const))("%s, discrete", (name, k) => {
  const bound = casesOf(k).map((one) => ({ ...one, k: boundTo(k, one) }));

  it.each([
    ["a bowl", randomBowl],
    ["a logistic loss", randomLogistic],
    ["waves, not convex", randomWaves],
  ] as const)("on %s an implicit step never raises H by more than the theorem allows", (kind, random) => {
    const rng = createRng(5, "theorem", `${name} ${kind}`);
    for (const { k: on, shape } of bound) {
      for (let n = 0; n < 40; n++) {
        const beta1 = between(rng, 0.05, 0.98);
        const constants = {
          eta: 10 ** between(rng, -3, 0),
          beta1,
          beta2: between(rng, beta1, 0.995),
          lambda: between(rng, 0.2, 3),
        };
        const slope = random(rng, shape.size);
        const from = innerPoint(rng, on, { size: shape.size, lambda: constants.lambda });
        const step = takeStep(on, from, slope.g(from.x), { ...constants, decay: "implicit" });
        const rise =
          discreteLyapunov(on, step, slope.f(step.x), constants) -
          discreteLyapunov(on, from, slope.f(from.x), constants);
        const allowed = allowedRise(on, step, slope.curvature, constants);
        expect(rise).toBeLessThanOrEqual(allowed + 1e-9 * (1 + Math.abs(allowed)));
      }
    }
  });

  it("comes nearer to its domain at the promised rate, with either decay, and stays inside", () => {
    const rng = createRng(6, "phase one", name);
    for (const { k: on, shape } of bound) {
      for (const decay of ["explicit", "implicit"] as const) {
        const constants = { eta: 0.05, beta1: 0.9, beta2: 0.99, lambda: 1.5, decay };
        let at: Point = {
          x: Float64Array.from({ length: shape.size }, () => 4 * rng.normal()),
          m: new Float64Array(shape.size),
        };
        let envelope = on.distance(scaled(constants.lambda, at.x));
        const bowl = randomBowl(rng, shape.size);
        for (let n = 0; n < 200; n++) {
          at = takeStep(on, at, bowl.g(at.x), constants);
          envelope *= phaseOneFactor(constants.eta, constants.lambda, decay);
          expect(on.distance(scaled(constants.lambda, at.x))).toBeLessThanOrEqual(envelope + 1e-10);
        }
      }
    }
  });

  it("implicit steps are explicit ones of another size", () => {
    const rng = createRng(7, "equivalence", name);
    for (const { k: on, shape } of bound) {
      const from = innerPoint(rng, on, { size: shape.size, lambda: 1.2 });
      const g = Float64Array.from({ length: shape.size }, () => rng.normal());
      const constants = { beta1: 0.9, beta2: 0.99, lambda: 1.2 };
      const implicit = takeStep(on, from, g, { ...constants, eta: 0.3, decay: "implicit" });
      const explicit = takeStep(on, from, g, { ...constants, eta: explicitOf(0.3, 1.2), decay: "explicit" });
      expect(normMax(combine(1, implicit.x, -1, explicit.x))).toBeLessThanOrEqual(1e-14);
      expect(implicitOf(explicitOf(0.3, 1.2), 1.2)).toBeCloseTo(0.3, 14);
    }
  });
});

test("the theorem's constant needs its eta: without it the bound is broken", () => {
  const rng = createRng(8, "without eta");
  const k = bindK(kNamed("l1"), {}, { size: 3 });
  let broken = 0;
  for (let n = 0; n < 300; n++) {
    const beta1 = between(rng, 0.05, 0.9);
    const constants = {
      eta: 10 ** between(rng, -3, -1),
      beta1,
      beta2: between(rng, beta1, 0.995),
      lambda: between(rng, 0.2, 3),
    };
    const bowl = randomBowl(rng, 3);
    const from = innerPoint(rng, k, { size: 3, lambda: constants.lambda });
    const step = takeStep(k, from, bowl.g(from.x), { ...constants, decay: "implicit" });
    const wrong = ({ x, m }: Point): number => {
      const z = scaled(constants.lambda, x);
      const share = discreteShare(constants) / constants.eta;
      return bowl.f(x) + k.conjugate(z) / constants.lambda + share * (k.conjugate(z) + k.value(m) - dot(m, z));
    };
    if (wrong(step) - wrong(from) > allowedRise(k, step, bowl.curvature, constants) + 1e-9) broken++;
  }
  expect(broken).toBeGreaterThan(50);
});

test("Lion that starts in its box never leaves it, to the last bit", () => {
  const k = bindK(kNamed("l1"), {}, { size: 2 });
  for (const eta of [0.001, 0.03, 0.5]) {
    for (const lambda of [0.3, 1, 2]) {
      let at: Point = { x: vector(0.99 / lambda, -1 / lambda), m: vector(0, 0) };
      for (let n = 0; n < 2_000; n++) {
        at = takeStep(k, at, bowl.g(at.x), { eta, beta1: 0.9, beta2: 0.99, lambda, decay: "explicit" });
        expect(lambda * normMax(at.x)).toBeLessThanOrEqual(1 + 1e-15);
      }
    }
  }
});

test("the gap bounds how far F is above its least value", () => {
  const least = { l1: 1.25, l2: 1.3836578796, linf: 1.5, quadratic: 1.5909090909 } as const;
  const constants = { alpha: 1, gamma: 1, lambda: 1 };
  const rng = createRng(9, "gap");
  for (const [name, value] of Object.entries(least)) {
    const k = bindK(kNamed(name), {}, { size: 2 });
    for (let n = 0; n < 100; n++) {
      const { x } = innerPoint(rng, k, { size: 2, lambda: 1 });
      const gap = fenchelYoungGap(k, x, bowl.g(x), constants);
      expect(gap).toBeGreaterThanOrEqual(-1e-12);
      expect(objective(k, x, bowl.f(x), constants) - value).toBeLessThanOrEqual(gap + 1e-9);
    }
  }
});

test("constants of update and equation stand for each other", () => {
  const constants = { eta: 1e-3, beta1: 0.9, beta2: 0.99, lambda: 2 };
  const continuous = continuousOf(constants);
  expect(continuous.epsilon * continuous.gamma).toBeCloseTo(0.1, 14);
  expect(continuous.epsilon).toBeCloseTo(10 * constants.eta, 14);
  const back = discreteOf(continuous, constants.eta);
  for (const name of ["eta", "beta1", "beta2", "lambda"] as const) expect(back[name]).toBeCloseTo(constants[name], 14);
});

test("constants outside their ranges are refused in one sentence", () => {
  const good = { eta: 0.1, beta1: 0.9, beta2: 0.99, lambda: 1 };
  expect(checkDiscrete(good, "explicit")).toBeNull();
  expect(checkDiscrete({ ...good, beta1: 0.999 }, "explicit")).toContain("no theorem covers this");
  expect(() => checkDiscrete({ ...good, eta: 2 }, "explicit")).toThrow("eta lambda must be at most 1");
  expect(checkDiscrete({ ...good, eta: 2 }, "implicit")).toBeNull();
  expect(() => checkDiscrete({ ...good, beta2: 1 }, "explicit")).toThrow(
    "beta2 must be at least 0 and below 1, but is 1.",
  );
  expect(() => checkDiscrete({ ...good, lambda: -1 }, "explicit")).toThrow("lambda must be a number of at least 0");
  expect(() => checkContinuous({ alpha: 1, gamma: 1, epsilon: 0.5, lambda: 0 })).toThrow(
    "lambda must be a number above 0",
  );
});

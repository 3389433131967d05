import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { targetClaim } from "./target-claim.ts";

test("t, signs and the normal test equal SciPy's one-sided ones on 300 samples, and for losses turned around", () => {
  for (const [values, target, t, p, sign, z] of inference.claims) {
    const claims = [
      targetClaim(values, target, { sigma: 2 }),
      targetClaim(
        values.map((value) => -value),
        -target,
        { sigma: 2, lowerIsBetter: true },
      ),
    ];
    for (const claim of claims) {
      if (t === null) expect(claim.t).toBeNull();
      else expect(claim.t).toEqual({ statistic: expect.closeTo(t, 8), p: expect.closeTo(p!, 11) });
      expect(claim.sign.p).toBeCloseTo(sign, 11);
      expect(claim.z!.p).toBeCloseTo(z, 11);
    }
  }
});

test("modded-nanogpt's rule: losses below 3.28 by 0.004 over sqrt n, with their sigma of 0.0013, are z = 3.08", () => {
  const claim = targetClaim([3.2785, 3.2775, 3.2785, 3.2775], 3.28, { lowerIsBetter: true, sigma: 0.0013 });
  expect(claim.margin * Math.sqrt(4)).toBeCloseTo(0.004, 12);
  expect(claim.z!.statistic).toBeCloseTo(0.004 / 0.0013, 9);
});

test("a diverged run leaves nothing of a claim about the mean, and counts as worse by sign", () => {
  const claim = targetClaim([0.92, 0.93, 0.94, -Infinity], 0.91, { sigma: 0.01 });
  expect(claim).toMatchObject({
    mean: -Infinity,
    t: { p: 1 },
    z: { p: 1 },
    sign: { better: 3, worse: 1 },
    deviation: null,
  });
});

test("one run and equal runs have no t; runs at the target count for neither side", () => {
  expect(targetClaim([0.92], 0.91)).toMatchObject({ n: 1, t: null, sign: { better: 1, worse: 0, p: 0.5 }, z: null });
  expect(targetClaim([0.92, 0.92], 0.91)).toMatchObject({
    t: null,
    deviation: 0,
    sign: { p: expect.closeTo(0.25, 12) },
  });
  // the mean of five times 0.92 is not 0.92 in float64, but they do not vary
  expect(targetClaim(new Array<number>(5).fill(0.92), 0.5)).toMatchObject({ t: null, deviation: 0 });
  expect(targetClaim([0.91, 0.92], 0.91).sign).toEqual({ better: 1, worse: 0, p: 0.5 });
  expect(targetClaim([0.91], 0.91).sign.p).toBe(1);
});

test("nothing, NaN and no deviation are refused", () => {
  const code = (name: string) => expect.objectContaining({ code: name });
  expect(() => targetClaim([], 1)).toThrowError(code("empty-sample"));
  expect(() => targetClaim([Number.NaN], 1)).toThrowError(code("not-a-number"));
  expect(() => targetClaim([1], Number.NaN)).toThrowError(code("not-a-number"));
  expect(() => targetClaim([1], 1, { sigma: 0 })).toThrowError(code("sigma-out-of-range"));
});

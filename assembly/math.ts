// Transcendental functions on four float32 lanes, made of additions, multiplications, divisions, square roots and bit
// operations alone, so that they give the same bits everywhere. Special values are those of JavaScript's Math.
// Coefficients: S. Moshier, Cephes (expf, tanhf, atanf, asinf, sinhf, sinf); FreeBSD msun (logf).

// @ts-ignore: decorator
@inline function f(x: f32): v128 {
  return f32x4.splat(x);
}

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

// @ts-ignore: decorator
@inline function choose(condition: v128, then: v128, otherwise: v128): v128 {
  return v128.bitselect(then, otherwise, condition);
}

/** size with the sign of x; size is not negative. */
// @ts-ignore: decorator
@inline function withSign(size: v128, x: v128): v128 {
  return v128.or(size, v128.and(x, i32x4.splat(0x80000000)));
}

/** Adding and taking away 1.5 * 2^23 rounds to a whole number, which the low bits of the sum hold. */
const ROUND: f32 = 12582912.0;

/** e^r for |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline function expNear0(r: v128): v128 {
  let p = add(mul(f(1.9875691500e-4), r), f(1.3981999507e-3));
  p = add(mul(p, r), f(8.3334519073e-3));
  p = add(mul(p, r), f(4.1665795894e-2));
  p = add(mul(p, r), f(1.6666665459e-1));
  p = add(mul(p, r), f(5.0000001201e-1));
  return add(add(mul(p, mul(r, r)), r), f(1.0));
}

/** p 2^k, in two halves for the ends of the range. */
// @ts-ignore: decorator
@inline function scaled(p: v128, k: v128): v128 {
  const half = i32x4.shr_s(k, 1);
  const low = i32x4.shl(i32x4.add(half, i32x4.splat(127)), 23);
  const high = i32x4.shl(i32x4.add(i32x4.sub(k, half), i32x4.splat(127)), 23);
  return mul(mul(p, low), high);
}

/** 2^shift e^x = 2^(n + shift) e^r with n = round(x / ln 2). */
// @ts-ignore: decorator
@inline function expTimes(given: v128, shift: i32): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, f(-104.0)), f(90.0));
  const rounded = add(mul(x, f(1.44269504088896341)), f(ROUND));
  const n = sub(rounded, f(ROUND));
  const r = sub(sub(x, mul(n, f(0.693359375))), mul(n, f(-2.12194440e-4)));
  return scaled(expNear0(r), i32x4.sub(rounded, i32x4.splat(reinterpret<i32>(ROUND) - shift)));
}

/** e^x */
// @ts-ignore: decorator
@inline export function exp4(x: v128): v128 {
  return expTimes(x, 0);
}

/** e^x for x <= 0: 0 below -87.3, where results would be subnormal. */
// @ts-ignore: decorator
@inline export function expBelow0(given: v128): v128 {
  const x = f32x4.pmax(given, f(-87.3));
  const rounded = add(mul(x, f(1.44269504088896341)), f(ROUND));
  const n = sub(rounded, f(ROUND));
  const r = sub(sub(x, mul(n, f(0.693359375))), mul(n, f(-2.12194440e-4)));
  const power = i32x4.shl(i32x4.sub(rounded, i32x4.splat(reinterpret<i32>(ROUND) - 127)), 23);
  return v128.andnot(mul(expNear0(r), power), f32x4.lt(given, f(-87.3)));
}

/** 2^x */
// @ts-ignore: decorator
@inline export function exp24(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, f(-151.0)), f(129.0));
  const rounded = add(x, f(ROUND));
  const r = mul(sub(x, sub(rounded, f(ROUND))), f(0.6931471805599453));
  return scaled(expNear0(r), i32x4.sub(rounded, i32x4.splat(reinterpret<i32>(ROUND))));
}

/** e^x - 1: a power series below 1/2. */
// @ts-ignore: decorator
@inline export function expm14(x: v128): v128 {
  let p = add(mul(f(2.48015873e-5), x), f(1.98412698e-4));
  p = add(mul(p, x), f(1.38888889e-3));
  p = add(mul(p, x), f(8.33333333e-3));
  p = add(mul(p, x), f(4.16666667e-2));
  p = add(mul(p, x), f(1.66666667e-1));
  p = add(mul(p, x), f(0.5));
  const small = add(mul(p, mul(x, x)), x);
  return choose(f32x4.lt(f32x4.abs(x), f(0.5)), small, sub(exp4(x), f(1.0)));
}

/** ln x = k ln 2 + ln(1 + m) with 1 + m in sqrt(1/2) … sqrt(2); ln(1 + m) by a series in s = m / (2 + m). */
// @ts-ignore: decorator
@inline export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, f(1.17549435e-38));
  const normal = choose(tiny, mul(x, f(8388608.0)), x);
  const shifted = i32x4.add(normal, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const k = i32x4.sub(i32x4.shr_s(shifted, 23), i32x4.add(i32x4.splat(127), v128.and(tiny, i32x4.splat(23))));
  const m = sub(i32x4.add(v128.and(shifted, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3)), f(1.0));
  const s = f32x4.div(m, add(m, f(2.0)));
  const z = mul(s, s);
  const w = mul(z, z);
  const even = mul(w, add(f(0.40000972152), mul(w, f(0.24279078841))));
  const odd = mul(z, add(f(0.66666662693), mul(w, f(0.28498786688))));
  const half = mul(f(0.5), mul(m, m));
  const power = f32x4.convert_i32x4_s(k);
  let y = mul(s, add(half, add(even, odd)));
  y = add(sub(add(y, mul(power, f(9.0580006145e-6))), half), m);
  y = add(y, mul(power, f(0.69313812256)));
  // inf and NaN stay themselves, 0 gives -inf, x < 0 gives NaN
  y = choose(f32x4.lt(x, f(Infinity)), y, x);
  y = choose(f32x4.eq(x, f(0.0)), f(-Infinity), y);
  return choose(f32x4.lt(x, f(0.0)), f(NaN), y);
}

/** ln(1 + x), corrected for what 1 + x loses. Source: W. Kahan. */
// @ts-ignore: decorator
@inline export function log1p4(x: v128): v128 {
  const u = add(f(1.0), x);
  const kept = sub(u, f(1.0));
  const y = mul(log4(u), f32x4.div(x, kept));
  return choose(f32x4.eq(kept, f(0.0)), x, choose(f32x4.eq(x, f(Infinity)), x, y));
}

/** tanh x: an odd polynomial below 0.625, else 1 - 2 / (e^2x + 1). */
// @ts-ignore: decorator
@inline export function tanh4(x: v128): v128 {
  const z = mul(x, x);
  let p = add(mul(f(-5.70498872745e-3), z), f(2.06390887954e-2));
  p = add(mul(p, z), f(-5.37397155531e-2));
  p = add(mul(p, z), f(1.33314422036e-1));
  p = add(mul(p, z), f(-3.33332819422e-1));
  const small = add(mul(mul(p, z), x), x);
  const size = f32x4.abs(x);
  const large = sub(f(1.0), f32x4.div(f(2.0), add(exp4(add(size, size)), f(1.0))));
  return choose(f32x4.lt(size, f(0.625)), small, withSign(large, x));
}

/** sinh x: an odd polynomial below 1, else (e^x - e^-x) / 2. */
// @ts-ignore: decorator
@inline export function sinh4(x: v128): v128 {
  const z = mul(x, x);
  let p = add(mul(f(2.03721912945e-4), z), f(8.33028376239e-3));
  p = add(mul(p, z), f(1.66667160211e-1));
  const small = add(mul(mul(p, z), x), x);
  const size = f32x4.abs(x);
  const half = expTimes(size, -1);
  const large = sub(half, f32x4.div(f(0.25), half));
  return choose(f32x4.lt(size, f(1.0)), small, withSign(large, x));
}

/** cosh x = (e^x + e^-x) / 2 */
// @ts-ignore: decorator
@inline export function cosh4(x: v128): v128 {
  const half = expTimes(f32x4.abs(x), -1);
  return add(half, f32x4.div(f(0.25), half));
}

/** arcsinh x = ln(|x| + sqrt(x^2 + 1)) with the sign of x; ln 2|x| where 1 is lost in the sum. */
// @ts-ignore: decorator
@inline export function arcsinh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = mul(size, size);
  const near = log1p4(add(size, f32x4.div(square, add(f(1.0), f32x4.sqrt(add(square, f(1.0)))))));
  const far = add(log4(size), f(0.6931471805599453));
  return withSign(choose(f32x4.gt(size, f(4096.0)), far, near), x);
}

/** arccosh x = ln(x + sqrt(x^2 - 1)), by t = x - 1 so that nothing is lost near 1. */
// @ts-ignore: decorator
@inline export function arccosh4(x: v128): v128 {
  const t = sub(x, f(1.0));
  const near = log1p4(add(t, f32x4.sqrt(add(add(t, t), mul(t, t)))));
  const far = add(log4(x), f(0.6931471805599453));
  const y = choose(f32x4.gt(x, f(4096.0)), far, near);
  return choose(f32x4.lt(x, f(1.0)), f(NaN), y);
}

/** arctanh x = ln(1 + 2|x| / (1 - |x|)) / 2 with the sign of x. */
// @ts-ignore: decorator
@inline export function arctanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const y = mul(f(0.5), log1p4(f32x4.div(add(size, size), sub(f(1.0), size))));
  return withSign(y, x);
}

/** arctan x, from arctan of (x - 1) / (x + 1) or -1 / x where x is not small. */
// @ts-ignore: decorator
@inline export function arctan4(x: v128): v128 {
  const size = f32x4.abs(x);
  const middle = f32x4.gt(size, f(0.4142135623730950));
  const far = f32x4.gt(size, f(2.414213562373095));
  const above = choose(far, f(-1.0), choose(middle, sub(size, f(1.0)), size));
  const below = choose(far, size, choose(middle, add(size, f(1.0)), f(1.0)));
  const base = choose(far, f(1.5707963267948966), v128.and(middle, f(0.7853981633974483)));
  const t = f32x4.div(above, below);
  const z = mul(t, t);
  let p = sub(mul(f(8.05374449538e-2), z), f(1.38776856032e-1));
  p = add(mul(p, z), f(1.99777106478e-1));
  p = sub(mul(p, z), f(3.33329491539e-1));
  return withSign(add(base, add(mul(mul(p, z), t), t)), x);
}

/** arcsin t for 0 <= t <= 1/2, z = t^2. */
// @ts-ignore: decorator
@inline function arcsinNear0(t: v128, z: v128): v128 {
  let p = add(mul(f(4.2163199048e-2), z), f(2.4181311049e-2));
  p = add(mul(p, z), f(4.5470025998e-2));
  p = add(mul(p, z), f(7.4953002686e-2));
  p = add(mul(p, z), f(1.6666752422e-1));
  return add(mul(mul(p, z), t), t);
}

/** arcsin x = pi / 2 - 2 arcsin sqrt((1 - x) / 2) above 1/2. */
// @ts-ignore: decorator
@inline export function arcsin4(x: v128): v128 {
  const size = f32x4.abs(x);
  const large = f32x4.gt(size, f(0.5));
  const z = choose(large, mul(f(0.5), sub(f(1.0), size)), mul(size, size));
  const y = arcsinNear0(choose(large, f32x4.sqrt(z), size), z);
  return withSign(choose(large, sub(f(1.5707963267948966), add(y, y)), y), x);
}

/** arccos x = 2 arcsin sqrt((1 - x) / 2) above 1/2, pi less that of -x below -1/2, else pi / 2 - arcsin x. */
// @ts-ignore: decorator
@inline export function arccos4(x: v128): v128 {
  const size = f32x4.abs(x);
  const large = f32x4.gt(size, f(0.5));
  const z = choose(large, mul(f(0.5), sub(f(1.0), size)), mul(size, size));
  const y = arcsinNear0(choose(large, f32x4.sqrt(z), size), z);
  const twice = add(y, y);
  const far = choose(f32x4.lt(x, f(0.0)), sub(f(3.141592653589793), twice), twice);
  return choose(large, far, sub(f(1.5707963267948966), withSign(y, x)));
}

/** sin r for |r| <= pi / 4. */
// @ts-ignore: decorator
@inline function sinNear0(r: v128, z: v128): v128 {
  let p = add(mul(f(-1.9515295891e-4), z), f(8.3321608736e-3));
  p = sub(mul(p, z), f(1.6666654611e-1));
  return add(mul(mul(p, z), r), r);
}

/** cos r for |r| <= pi / 4. */
// @ts-ignore: decorator
@inline function cosNear0(z: v128): v128 {
  let p = sub(mul(f(2.443315711809948e-5), z), f(1.388731625493765e-3));
  p = add(mul(p, z), f(4.166664568298827e-2));
  return add(sub(mul(p, mul(z, z)), mul(f(0.5), z)), f(1.0));
}

/** Adding and taking away 1.5 * 2^52 rounds a float64 to a whole number. */
const ROUND_64: f64 = 6755399441055744.0;

/** x beyond which quarter turns are counted by the scalar function. */
const FAR: f32 = 1e8;

/** Two lanes of x reduced: x - n pi / 2 in float64, with n in the low bits of `turns`. */
// @ts-ignore: decorator
@inline function turns(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, f64x2.splat(0.6366197723675814)), f64x2.splat(ROUND_64));
}

// @ts-ignore: decorator
@inline function rest(x: v128, rounded: v128): v128 {
  const n = f64x2.sub(rounded, f64x2.splat(ROUND_64));
  const near = f64x2.sub(x, f64x2.mul(n, f64x2.splat(1.57079631090164184570)));
  return f64x2.sub(near, f64x2.mul(n, f64x2.splat(1.58932547735281966916e-8)));
}

/** sin, cos or tan by quarter turns: `ahead` is 0, 1, or -1 for the quotient of both. */
// @ts-ignore: decorator
@inline export function turned4(x: v128, ahead: i32): v128 {
  const x0 = f64x2.promote_low_f32x4(x);
  const x1 = f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 0, 1));
  const t0 = turns(x0), t1 = turns(x1);
  const r = i64x2.shuffle(f32x4.demote_f64x2_zero(rest(x0, t0)), f32x4.demote_f64x2_zero(rest(x1, t1)), 0, 2);
  const quarter = i32x4.add(i32x4.shuffle(t0, t1, 0, 2, 4, 6), i32x4.splat(max(ahead, 0)));
  const z = mul(r, r);
  const odd = i32x4.ne(v128.and(quarter, i32x4.splat(1)), i32x4.splat(0));
  const sine = sinNear0(r, z), cosine = cosNear0(z);
  const y = choose(odd, cosine, sine);
  if (ahead < 0) return f32x4.div(v128.xor(y, v128.and(odd, i32x4.splat(0x80000000))), choose(odd, sine, cosine));
  return v128.xor(y, i32x4.shl(v128.and(quarter, i32x4.splat(2)), 30));
}

/** Whether any lane is too far out for `turned4`. */
// @ts-ignore: decorator
@inline export function anyFar(x: v128): bool {
  return v128.any_true(f32x4.gt(f32x4.abs(x), f(FAR)));
}

/** Whether x is too far out for `turned4`, and not infinite. */
// @ts-ignore: decorator
@inline export function isFar(x: f32): bool {
  return abs(x) > FAR;
}

/** The cube root: a third of the exponent, then two steps of Halley. */
// @ts-ignore: decorator
@inline export function cbrt4(x: v128): v128 {
  const given = f32x4.abs(x);
  const tiny = f32x4.lt(given, f(1e-15));
  const huge = f32x4.gt(given, f(1e15));
  const factor = choose(tiny, f(4722366482869645213696.0), choose(huge, f(2.117582368135751e-22), f(1.0))); // 2^72
  const back = choose(tiny, f(5.9604644775390625e-8), choose(huge, f(16777216.0), f(1.0))); // 2^24
  const size = mul(given, factor);
  // bits / 3 by a multiplication: floor(bits * 0.333…)
  const third = i32x4.trunc_sat_f32x4_s(mul(f32x4.convert_i32x4_s(size), f(0.3333333333)));
  let t = i32x4.add(third, i32x4.splat(709958130));
  t = halley(t, size);
  t = halley(t, size);
  const y = withSign(mul(t, back), x);
  return choose(v128.and(f32x4.gt(given, f(0.0)), f32x4.lt(given, f(Infinity))), y, x);
}

/** t (t^3 + 2 x) / (2 t^3 + x) */
// @ts-ignore: decorator
@inline function halley(t: v128, x: v128): v128 {
  const cube = mul(t, mul(t, t));
  const more = sub(x, cube);
  return add(t, f32x4.div(mul(t, more), add(add(cube, cube), x)));
}

/** log2 x in float64 for two lanes x >= 0: k + log2 m with m in sqrt(1/2) … sqrt(2), by the series in (m - 1) / (m + 1). */
// @ts-ignore: decorator
@inline function log2Wide(x: v128): v128 {
  const exponent = v128.or(i64x2.shr_u(x, 52), i64x2.splat(0x4330000000000000));
  const fraction = v128.or(v128.and(x, i64x2.splat(0xfffffffffffff)), i64x2.splat(0x3ff0000000000000));
  const above = f64x2.gt(fraction, f64x2.splat(1.4142135623730951));
  const m = choose(above, f64x2.mul(fraction, f64x2.splat(0.5)), fraction);
  const k = f64x2.add(
    f64x2.sub(exponent, f64x2.splat(4503599627370496.0 + 1023.0)),
    v128.and(above, f64x2.splat(1.0)),
  );
  const s = f64x2.div(f64x2.sub(m, f64x2.splat(1.0)), f64x2.add(m, f64x2.splat(1.0)));
  const z = f64x2.mul(s, s);
  let p = f64x2.add(f64x2.mul(z, f64x2.splat(1.0 / 15.0)), f64x2.splat(1.0 / 13.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.0 / 11.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.0 / 9.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.0 / 7.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.0 / 5.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.0 / 3.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.0));
  const y = f64x2.add(k, f64x2.mul(f64x2.mul(p, s), f64x2.splat(2.8853900817779268)));
  const finite = choose(f64x2.lt(x, f64x2.splat(Infinity)), y, x); // infinity and NaN stay
  return choose(f64x2.eq(x, f64x2.splat(0.0)), f64x2.splat(-Infinity), finite);
}

/** log2 of the first two lanes of |a|, in float64. */
// @ts-ignore: decorator
@inline export function log2Low(a: v128): v128 {
  return log2Wide(f64x2.promote_low_f32x4(f32x4.abs(a)));
}

/** The last two lanes first. */
// @ts-ignore: decorator
@inline export function swapped(x: v128): v128 {
  return i32x4.shuffle(x, x, 2, 3, 0, 1);
}

/** b log2 |a| of two lanes, bounded where 2 to that power is long 0 or infinite. */
// @ts-ignore: decorator
@inline function powerOf2(logarithm: v128, b: v128): v128 {
  const y = f64x2.mul(f64x2.promote_low_f32x4(b), logarithm);
  return f64x2.pmin(f64x2.pmax(y, f64x2.splat(-152.0)), f64x2.splat(130.0));
}

/**
 * a^b = 2^(b log2 |a|), given log2 |a| of the lower and of the upper lanes. A negative a needs a whole b. As in JavaScript
 * NaN^0 is 1 and 1^inf is NaN.
 */
// @ts-ignore: decorator
@inline export function pow4(a: v128, b: v128, low: v128, high: v128): v128 {
  const y0 = powerOf2(low, b), y1 = powerOf2(high, swapped(b));
  const n0 = f64x2.add(y0, f64x2.splat(ROUND_64)), n1 = f64x2.add(y1, f64x2.splat(ROUND_64));
  const r0 = f64x2.mul(f64x2.sub(y0, f64x2.sub(n0, f64x2.splat(ROUND_64))), f64x2.splat(0.6931471805599453));
  const r1 = f64x2.mul(f64x2.sub(y1, f64x2.sub(n1, f64x2.splat(ROUND_64))), f64x2.splat(0.6931471805599453));
  const r = i64x2.shuffle(f32x4.demote_f64x2_zero(r0), f32x4.demote_f64x2_zero(r1), 0, 2);
  let y = scaled(expNear0(r), i32x4.shuffle(n0, n1, 0, 2, 4, 6));
  const half = mul(b, f(0.5));
  const whole = f32x4.eq(f32x4.trunc(b), b);
  const odd = v128.andnot(whole, f32x4.eq(f32x4.trunc(half), half));
  const negative = v128.and(f32x4.lt(a, f(0.0)), f32x4.gt(a, f(-Infinity)));
  y = choose(v128.andnot(negative, whole), f(NaN), y);
  y = v128.xor(y, v128.and(v128.and(odd, a), i32x4.splat(0x80000000)));
  return choose(f32x4.eq(b, f(0.0)), f(1.0), y);
}

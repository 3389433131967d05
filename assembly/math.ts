// Transcendental functions on four float32 lanes, from additions, multiplications, divisions and bit operations alone, so that
// they give the same bits everywhere. Special values as in JavaScript's Math.

// @ts-ignore: decorator
@inline function f(x: f32): v128 {
  return f32x4.splat(x);
}

/**
 * e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln 2 / 2; e^r by a polynomial of degree 7.
 * Coefficients: S. Moshier, Cephes, expf. The power of two is applied in two halves, for the ends of the range.
 */
// @ts-ignore: decorator
@inline export function exp4(given: v128): v128 {
  const x = f32x4.min(f32x4.max(given, f(-104.0)), f(89.0));
  const n = f32x4.nearest(f32x4.mul(x, f(1.44269504088896341)));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f(0.693359375))), f32x4.mul(n, f(-2.12194440e-4)));
  let p = f32x4.add(f32x4.mul(f(1.9875691500e-4), r), f(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f(1.0));
  const k = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(k, 1);
  const one = i32x4.splat(127);
  const low = i32x4.shl(i32x4.add(half, one), 23);
  const high = i32x4.shl(i32x4.add(i32x4.sub(k, half), one), 23);
  return f32x4.mul(f32x4.mul(p, low), high);
}

/**
 * ln x = k ln 2 + ln(1 + m) with 1 + m in sqrt(1/2) … sqrt(2); ln(1 + m) by a series in s = m / (2 + m).
 * Coefficients: FreeBSD msun, e_logf.
 */
// @ts-ignore: decorator
@inline export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, f(1.17549435e-38));
  const normal = v128.bitselect(f32x4.mul(x, f(8388608.0)), x, tiny);
  const shifted = i32x4.add(normal, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const k = i32x4.sub(
    i32x4.sub(i32x4.shr_s(shifted, 23), i32x4.splat(127)),
    v128.and(tiny, i32x4.splat(23)),
  );
  const reduced = i32x4.add(v128.and(shifted, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3));
  const m = f32x4.sub(reduced, f(1.0));
  const s = f32x4.div(m, f32x4.add(m, f(2.0)));
  const z = f32x4.mul(s, s);
  const w = f32x4.mul(z, z);
  const even = f32x4.mul(w, f32x4.add(f(0.40000972152), f32x4.mul(w, f(0.24279078841))));
  const odd = f32x4.mul(z, f32x4.add(f(0.66666662693), f32x4.mul(w, f(0.28498786688))));
  const half = f32x4.mul(f(0.5), f32x4.mul(m, m));
  const power = f32x4.convert_i32x4_s(k);
  let y = f32x4.mul(s, f32x4.add(half, f32x4.add(even, odd)));
  y = f32x4.add(y, f32x4.mul(power, f(9.0580006145e-6)));
  y = f32x4.add(f32x4.sub(y, half), m);
  y = f32x4.add(y, f32x4.mul(power, f(0.69313812256)));
  // x = inf and NaN stay themselves, 0 gives -inf, x < 0 gives NaN
  const finite = f32x4.lt(f32x4.abs(x), f(Infinity));
  y = v128.bitselect(y, x, finite);
  y = v128.bitselect(f(-Infinity), y, f32x4.eq(x, f(0.0)));
  return v128.bitselect(f(NaN), y, f32x4.lt(x, f(0.0)));
}

/** tanh x: an odd polynomial below 0.625 (Cephes, tanhf), else 1 - 2 / (e^2x + 1) with the sign of x. */
// @ts-ignore: decorator
@inline export function tanh4(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let p = f32x4.add(f32x4.mul(f(-5.70498872745e-3), z), f(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f(-3.33332819422e-1));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const size = f32x4.abs(x);
  const e = exp4(f32x4.add(size, size));
  const large = f32x4.sub(f(1.0), f32x4.div(f(2.0), f32x4.add(e, f(1.0))));
  const signed = v128.or(large, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(small, signed, f32x4.lt(size, f(0.625)));
}

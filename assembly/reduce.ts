// Reductions of values seen as [outer, extent, inner]: sums, maxima, softmax and argmax along the middle axis. The order of
// additions is fixed by the shape alone.
import { I_LOG_SOFTMAX, I_MAX, I_SUM } from "./opcodes";
import { transpose } from "./gemm";
import { expBelow0, log4 } from "./math";

// @ts-ignore: decorator
@inline function word(at: usize, i: usize): i32 {
  return load<i32>(at + (i << 2));
}

// @ts-ignore: decorator
@inline function join(op: i32, a: v128, b: v128): v128 {
  return op == I_MAX ? f32x4.max(a, b) : f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline function joinOne(op: i32, a: f32, b: f32): f32 {
  return op == I_MAX ? max(a, b) : a + b;
}

/** Words: code, length, x, y, outer, extent, inner, divisor (float bits). */
export function sum(at: usize): void {
  reduce(I_SUM, at);
}

/** Words as `sum`, without a divisor. */
export function maximum(at: usize): void {
  reduce(I_MAX, at);
}

// @ts-ignore: decorator
@inline function reduce(op: i32, at: usize): void {
  let x = <usize>word(at, 2), y = <usize>word(at, 3);
  const outer = word(at, 4), extent = word(at, 5), inner = word(at, 6);
  const divisor = load<f32>(at + 28);
  const size = (<usize>extent * inner) << 2;
  let o = 0;
  if (inner == 1 && extent <= 64) {
    for (; o + 4 <= outer; o += 4) {
      rows4(op, x, y, extent, f32x4.splat(divisor));
      x += 4 * size;
      y += 16;
    }
  }
  for (; o < outer; o++) {
    if (inner == 1) {
      const total = row(op, x, extent);
      store<f32>(y, op == I_MAX ? total : total / divisor);
    } else columns(op, x, y, extent, inner, divisor);
    x += size;
    y += <usize>inner << 2;
  }
}

/** One row to one number: sixteen running results, joined in a fixed order. */
// @ts-ignore: decorator
@inline function row(op: i32, x: usize, n: i32): f32 {
  const start: f32 = op == I_MAX ? -Infinity : 0.0;
  let s0 = f32x4.splat(start), s1 = s0, s2 = s0, s3 = s0;
  for (; n >= 16; n -= 16) {
    s0 = join(op, s0, v128.load(x));
    s1 = join(op, s1, v128.load(x, 16));
    s2 = join(op, s2, v128.load(x, 32));
    s3 = join(op, s3, v128.load(x, 48));
    x += 64;
  }
  for (; n >= 4; n -= 4) {
    s0 = join(op, s0, v128.load(x));
    x += 16;
  }
  s0 = join(op, join(op, s0, s1), join(op, s2, s3));
  let total = joinOne(
    op,
    joinOne(op, f32x4.extract_lane(s0, 0), f32x4.extract_lane(s0, 1)),
    joinOne(op, f32x4.extract_lane(s0, 2), f32x4.extract_lane(s0, 3)),
  );
  for (; n > 0; n--) {
    total = joinOne(op, total, load<f32>(x));
    x += 4;
  }
  return total;
}

/** Four short rows to four numbers. */
// @ts-ignore: decorator
@inline function rows4(op: i32, x: usize, y: usize, n: i32, divisor: v128): void {
  const stride = <usize>n << 2;
  const start = f32x4.splat(op == I_MAX ? -Infinity : 0.0);
  let s0 = start, s1 = start, s2 = start, s3 = start;
  let p0 = x, p1 = x + stride, p2 = p1 + stride, p3 = p2 + stride;
  for (; n >= 4; n -= 4) {
    s0 = join(op, s0, v128.load(p0));
    s1 = join(op, s1, v128.load(p1));
    s2 = join(op, s2, v128.load(p2));
    s3 = join(op, s3, v128.load(p3));
    p0 += 16;
    p1 += 16;
    p2 += 16;
    p3 += 16;
  }
  if (n > 0) {
    const kept = i32x4.gt_s(i32x4.splat(n), i32x4(0, 1, 2, 3));
    s0 = join(op, s0, v128.bitselect(v128.load(p0), start, kept));
    s1 = join(op, s1, v128.bitselect(v128.load(p1), start, kept));
    s2 = join(op, s2, v128.bitselect(v128.load(p2), start, kept));
    s3 = join(op, s3, v128.bitselect(v128.load(p3), start, kept));
  }
  const a = join(op, i32x4.shuffle(s0, s1, 0, 4, 1, 5), i32x4.shuffle(s0, s1, 2, 6, 3, 7));
  const b = join(op, i32x4.shuffle(s2, s3, 0, 4, 1, 5), i32x4.shuffle(s2, s3, 2, 6, 3, 7));
  const totals = join(op, i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3));
  v128.store(y, op == I_MAX ? totals : f32x4.div(totals, divisor));
}

/** Rows of [extent, inner] to one row. */
// @ts-ignore: decorator
@inline function columns(op: i32, x: usize, y: usize, extent: i32, inner: i32, divisor: f32): void {
  const stride = <usize>inner << 2;
  const by = f32x4.splat(divisor);
  const start: f32 = op == I_MAX ? -Infinity : 0.0;
  let left = inner;
  for (; left >= 8; left -= 8) {
    let s0 = f32x4.splat(start), s1 = s0;
    let p = x;
    for (let k = 0; k < extent; k++) {
      s0 = join(op, s0, v128.load(p));
      s1 = join(op, s1, v128.load(p, 16));
      p += stride;
    }
    v128.store(y, op == I_MAX ? s0 : f32x4.div(s0, by));
    v128.store(y, op == I_MAX ? s1 : f32x4.div(s1, by), 16);
    x += 32;
    y += 32;
  }
  for (; left > 0; left--) {
    let total = start;
    let p = x;
    for (let k = 0; k < extent; k++) {
      total = joinOne(op, total, load<f32>(p));
      p += stride;
    }
    store<f32>(y, op == I_MAX ? total : total / divisor);
    x += 4;
    y += 4;
  }
}

/** Words: code, length, x, y, outer, extent, inner. */
export function sumInt(at: usize): void {
  const x = <usize>word(at, 2), y = <usize>word(at, 3);
  const outer = word(at, 4), extent = word(at, 5), inner = word(at, 6);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let total = 0;
      for (let k = 0; k < extent; k++) total += load<i32>(x + (<usize>((o * extent + k) * inner + i) << 2));
      store<i32>(y + (<usize>(o * inner + i) << 2), total);
    }
  }
}

/** The first position of the largest element. Words: code, length, x, y, outer, extent, inner. */
export function argmax(at: usize): void {
  const x = <usize>word(at, 2), y = <usize>word(at, 3);
  const outer = word(at, 4), extent = word(at, 5), inner = word(at, 6);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let p = x + (<usize>(o * extent * inner + i) << 2);
      let best = 0;
      let largest = load<f32>(p);
      for (let k = 1; k < extent; k++) {
        p += <usize>inner << 2;
        const value = load<f32>(p);
        if (value > largest) {
          largest = value;
          best = k;
        }
      }
      store<i32>(y + (<usize>(o * inner + i) << 2), best);
    }
  }
}

/** Longest rows that are turned round in eights, and where. */
const SHORT: i32 = 24;
const turned = memory.data(1024, 16);

/** Softmax or its logarithm. Words: code, length, x, y, outer, extent, inner. */
export function softmax(at: usize): void {
  const logarithm = word(at, 0) == I_LOG_SOFTMAX;
  let x = <usize>word(at, 2), y = <usize>word(at, 3);
  const outer = word(at, 4), extent = word(at, 5), inner = word(at, 6);
  const size = (<usize>extent * inner) << 2;
  let o = 0;
  if (inner == 1 && extent <= SHORT) {
    for (; o + 8 <= outer; o += 8) {
      transpose(x, turned, 8, extent);
      softmaxPairs(turned, turned, extent, 8, logarithm);
      transpose(turned, y, extent, 8);
      x += 8 * size;
      y += 8 * size;
    }
  }
  for (; o < outer; o++) {
    if (inner == 1) softmaxRow(x, y, extent, logarithm);
    else {
      let i = 0;
      for (; i + 8 <= inner; i += 8) softmaxPairs(x + (<usize>i << 2), y + (<usize>i << 2), extent, inner, logarithm);
      for (; i + 4 <= inner; i += 4) softmaxLanes(x + (<usize>i << 2), y + (<usize>i << 2), extent, inner, logarithm);
      for (; i < inner; i++) softmaxOne(x + (<usize>i << 2), y + (<usize>i << 2), extent, inner, logarithm);
    }
    x += size;
    y += size;
  }
}

/** x - largest - logTotal, in this order: the sum of the two would lose the logarithm beside a huge score. */
// @ts-ignore: decorator
@inline function below(x: v128, largest: v128, logTotal: v128): v128 {
  return f32x4.sub(f32x4.sub(x, largest), logTotal);
}

/** Eight slices at a time. */
export function softmaxPairs(x: usize, y: usize, extent: i32, inner: i32, logarithm: bool): void {
  const stride = <usize>inner << 2;
  const end = <usize>extent * stride;
  let m0 = v128.load(x), m1 = v128.load(x, 16);
  for (let k = stride; k < end; k += stride) {
    m0 = f32x4.pmax(m0, v128.load(x + k));
    m1 = f32x4.pmax(m1, v128.load(x + k, 16));
  }
  let t0 = f32x4.splat(0), t1 = t0;
  for (let k: usize = 0; k < end; k += stride) {
    const e0 = expBelow0(f32x4.sub(v128.load(x + k), m0));
    const e1 = expBelow0(f32x4.sub(v128.load(x + k, 16), m1));
    t0 = f32x4.add(t0, e0);
    t1 = f32x4.add(t1, e1);
    if (!logarithm) {
      v128.store(y + k, e0);
      v128.store(y + k, e1, 16);
    }
  }
  if (logarithm) {
    t0 = log4(t0);
    t1 = log4(t1);
  } else {
    t0 = f32x4.div(f32x4.splat(1), t0);
    t1 = f32x4.div(f32x4.splat(1), t1);
  }
  for (let k: usize = 0; k < end; k += stride) {
    v128.store(y + k, logarithm ? below(v128.load(x + k), m0, t0) : f32x4.mul(v128.load(y + k), t0));
    v128.store(y + k, logarithm ? below(v128.load(x + k, 16), m1, t1) : f32x4.mul(v128.load(y + k, 16), t1), 16);
  }
}

/** Four slices at a time. */
export function softmaxLanes(x: usize, y: usize, extent: i32, inner: i32, logarithm: bool): void {
  const stride = <usize>inner << 2;
  const end = <usize>extent * stride;
  let largest = v128.load(x);
  for (let k = stride; k < end; k += stride) largest = f32x4.pmax(largest, v128.load(x + k));
  let total = f32x4.splat(0);
  for (let k: usize = 0; k < end; k += stride) {
    const e = expBelow0(f32x4.sub(v128.load(x + k), largest));
    total = f32x4.add(total, e);
    if (!logarithm) v128.store(y + k, e);
  }
  if (logarithm) {
    total = log4(total);
    for (let k: usize = 0; k < end; k += stride) v128.store(y + k, below(v128.load(x + k), largest, total));
  } else {
    total = f32x4.div(f32x4.splat(1), total);
    for (let k: usize = 0; k < end; k += stride) v128.store(y + k, f32x4.mul(v128.load(y + k), total));
  }
}

// @ts-ignore: decorator
@inline function expOne(x: f32): f32 {
  return f32x4.extract_lane(expBelow0(f32x4.splat(x)), 0);
}

/** One slice, element by element. */
function softmaxOne(x: usize, y: usize, extent: i32, inner: i32, logarithm: bool): void {
  const stride = <usize>inner << 2;
  const end = <usize>extent * stride;
  let largest = load<f32>(x);
  for (let k = stride; k < end; k += stride) largest = max(largest, load<f32>(x + k));
  let total: f32 = 0.0;
  for (let k: usize = 0; k < end; k += stride) {
    const e = expOne(load<f32>(x + k) - largest);
    total += e;
    if (!logarithm) store<f32>(y + k, e);
  }
  const scale = logarithm ? f32x4.extract_lane(log4(f32x4.splat(total)), 0) : <f32>1 / total;
  for (let k: usize = 0; k < end; k += stride) {
    store<f32>(y + k, logarithm ? load<f32>(x + k) - largest - scale : load<f32>(y + k) * scale);
  }
}

/** The lanes before `count`, the others 0. */
// @ts-ignore: decorator
@inline function firstLanes(x: v128, count: i32): v128 {
  return v128.and(x, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
}

/** One contiguous slice. The last vector is read whole and masked. */
export function softmaxRow(x: usize, y: usize, extent: i32, logarithm: bool): void {
  const end = <usize>extent << 2;
  const whole = end & ~15;
  const left = extent & 3;
  const base = f32x4.splat(row(I_MAX, x, extent));
  let totals = f32x4.splat(0);
  let k: usize = 0;
  for (; k < whole; k += 16) {
    const e = expBelow0(f32x4.sub(v128.load(x + k), base));
    totals = f32x4.add(totals, e);
    if (!logarithm) v128.store(y + k, e);
  }
  let tail = f32x4.splat(0);
  if (left > 0) {
    tail = firstLanes(expBelow0(f32x4.sub(v128.load(x + k), base)), left);
    totals = f32x4.add(totals, tail);
  }
  const pairs = f32x4.add(totals, i32x4.shuffle(totals, totals, 1, 0, 3, 2));
  const total = f32x4.add(pairs, i32x4.shuffle(pairs, pairs, 2, 3, 0, 1));
  const scale = logarithm ? log4(total) : f32x4.div(f32x4.splat(1), total);
  for (k = 0; k < whole; k += 16) {
    v128.store(y + k, logarithm ? below(v128.load(x + k), base, scale) : f32x4.mul(v128.load(y + k), scale));
  }
  if (left > 0) storeFirst(y + k, logarithm ? below(v128.load(x + k), base, scale) : f32x4.mul(tail, scale), left);
}

/** Stores the lanes before `count`, which is 1, 2 or 3. */
// @ts-ignore: decorator
@inline function storeFirst(y: usize, x: v128, count: i32): void {
  v128.store_lane<f32>(y, x, 0);
  if (count > 1) v128.store_lane<f32>(y, x, 1, 4);
  if (count > 2) v128.store_lane<f32>(y, x, 2, 8);
}

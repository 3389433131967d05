// Maps: many elementwise operations in one pass. The elements go by in blocks that stay in the first-level cache; every
// operation of the map runs over a block before the next block begins. Values that only the map needs live in registers, which
// are blocks of scratch memory.
import {
  B_ADD, B_DIV, B_EQUAL, B_GREATER, B_INT_ADD, B_INT_DIV, B_INT_EQUAL, B_INT_GREATER, B_INT_LESS, B_INT_MAXIMUM,
  B_INT_MINIMUM, B_INT_MUL, B_INT_SUB, B_LESS, B_MAXIMUM, B_MINIMUM, B_MUL, B_POW, B_SUB, T_WHERE, U_ABS, U_ARCCOS,
  U_ARCCOSH, U_ARCSIN, U_ARCSINH, U_ARCTAN, U_ARCTANH, U_CBRT, U_CLIP, U_COPY, U_COS, U_COSH, U_EXP, U_EXP2, U_EXPM1,
  U_FLOAT_TO_BOOL, U_FLOAT_TO_INT, U_INT_TO_BOOL, U_INT_TO_BYTE, U_INT_TO_FLOAT, U_LOAD_BYTES, U_LOG, U_LOG1P, U_NEG,
  U_POSITIVE, U_READ, U_READ_BYTES, U_RECIPROCAL, U_RELU, U_SIGN, U_SIN, U_SINH, U_SQRT, U_SQUARE, U_STORE_BYTES, U_TAN,
  U_TANH,
} from "./opcodes";
import { exp4, log4, tanh4 } from "./math";

/** Elements of a block, a multiple of 16. */
export const BLOCK: i32 = 512;
/** Words of one lane operation: code, then address and step of the result and of three operands. */
const WORDS: usize = 9;

// @ts-ignore: decorator
@inline function word(at: usize, i: usize): i32 {
  return load<i32>(at + (i << 2));
}

/**
 * Words: code, length, elements, operations, then the operations, then tables of views. A step is how many bytes an address
 * moves per element: 4 or 1 for elements in memory, 0 for registers and numbers.
 */
export function map(at: usize): void {
  const n = word(at, 2);
  const first = at + 16;
  const end = first + <usize>word(at, 3) * (WORDS << 2);
  for (let i = 0; i < n; i += BLOCK) {
    const count = min(BLOCK, n - i);
    for (let p = first; p < end; p += WORDS << 2) {
      const dst = <usize>(word(p, 1) + i * word(p, 2));
      const a = <usize>(word(p, 3) + i * word(p, 4));
      const code = word(p, 0);
      if (code < U_COPY) binary(code, dst, a, <usize>(word(p, 5) + i * word(p, 6)), count);
      else if (code >= U_LOAD_BYTES) special(code, at, p, dst, a, i, count);
      else unary(code, p, dst, a, count);
    }
  }
}

function special(code: i32, at: usize, p: usize, dst: usize, a: usize, i: i32, count: i32): void {
  const end = <usize>count;
  switch (code) {
    case U_LOAD_BYTES:
      for (let k: usize = 0; k < end; k++) store<i32>(dst + (k << 2), load<u8>(a + k));
      return;
    case U_STORE_BYTES:
      for (let k: usize = 0; k < end; k++) store<u8>(dst + k, load<u8>(a + (k << 2)));
      return;
    case U_READ:
      readView<i32>(dst, a, at + <usize>word(p, 5), i, count);
      return;
    case U_READ_BYTES:
      readView<u8>(dst, a, at + <usize>word(p, 5), i, count);
      return;
    case T_WHERE: {
      const b = <usize>(word(p, 5) + i * word(p, 6));
      const c = <usize>(word(p, 7) + i * word(p, 8));
      const bytes = end << 2;
      for (let k: usize = 0; k < bytes; k += 16) {
        const no = i32x4.eq(v128.load(a + k), i32x4.splat(0));
        v128.store(dst + k, v128.bitselect(v128.load(c + k), v128.load(b + k), no));
      }
      return;
    }
  }
}

/** Counters of the view that is being read, innermost last. */
const counters = memory.data(64);

/** Elements i … i + count - 1 of a strided view, in row-major order. Table: rank, extents, strides in bytes. */
function readView<T>(dst: usize, base: usize, table: usize, i: i32, count: i32): void {
  const rank = word(table, 0);
  const extents = table + 4;
  const strides = extents + (<usize>rank << 2);
  let rest = i;
  let offset = 0;
  for (let axis = rank - 1; axis >= 0; axis--) {
    const extent = word(extents, axis);
    const index = rest % extent;
    rest = rest / extent;
    store<i32>(counters + (<usize>axis << 2), index);
    offset += index * word(strides, axis);
  }
  const last = rank - 1;
  const inner = word(extents, last);
  const step = word(strides, last);
  let index = word(counters, last);
  while (count > 0) {
    const run = min(inner - index, count);
    readRun<T>(dst, base + <usize>offset, step, run);
    dst += <usize>run << 2;
    count -= run;
    offset -= index * step;
    index = 0;
    for (let axis = last - 1; axis >= 0; axis--) {
      const next = word(counters, axis) + 1;
      offset += word(strides, axis);
      if (next < word(extents, axis)) {
        store<i32>(counters + (<usize>axis << 2), next);
        break;
      }
      offset -= next * word(strides, axis);
      store<i32>(counters + (<usize>axis << 2), 0);
    }
  }
}

// @ts-ignore: decorator
@inline function readRun<T>(dst: usize, from: usize, step: i32, run: i32): void {
  let left = run;
  if (sizeof<T>() == 4 && step == 4) {
    for (; left >= 4; left -= 4) {
      v128.store(dst, v128.load(from));
      dst += 16;
      from += 16;
    }
  } else if (step == 0) {
    const value = i32x4.splat(<i32>load<T>(from));
    for (; left >= 4; left -= 4) {
      v128.store(dst, value);
      dst += 16;
    }
  }
  for (; left > 0; left--) {
    store<i32>(dst, <i32>load<T>(from));
    dst += 4;
    from += step;
  }
}

// @ts-ignore: decorator
@inline function lanes(op: i32, a: v128, b: v128): v128 {
  if (op == B_ADD) return f32x4.add(a, b);
  if (op == B_SUB) return f32x4.sub(a, b);
  if (op == B_MUL) return f32x4.mul(a, b);
  if (op == B_DIV) return f32x4.div(a, b);
  if (op == B_MAXIMUM) return f32x4.max(a, b);
  if (op == B_MINIMUM) return f32x4.min(a, b);
  if (op == B_EQUAL) return v128.and(f32x4.eq(a, b), i32x4.splat(1));
  if (op == B_GREATER) return v128.and(f32x4.gt(a, b), i32x4.splat(1));
  if (op == B_LESS) return v128.and(f32x4.lt(a, b), i32x4.splat(1));
  if (op == B_INT_ADD) return i32x4.add(a, b);
  if (op == B_INT_SUB) return i32x4.sub(a, b);
  if (op == B_INT_MUL) return i32x4.mul(a, b);
  if (op == B_INT_MAXIMUM) return i32x4.max_s(a, b);
  if (op == B_INT_MINIMUM) return i32x4.min_s(a, b);
  if (op == B_INT_EQUAL) return v128.and(i32x4.eq(a, b), i32x4.splat(1));
  if (op == B_INT_GREATER) return v128.and(i32x4.gt_s(a, b), i32x4.splat(1));
  return v128.and(i32x4.lt_s(a, b), i32x4.splat(1));
}

// @ts-ignore: decorator
@inline function vectors(op: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 64) {
    v128.store(dst + k, lanes(op, v128.load(a + k), v128.load(b + k)));
    v128.store(dst + k, lanes(op, v128.load(a + k, 16), v128.load(b + k, 16)), 16);
    v128.store(dst + k, lanes(op, v128.load(a + k, 32), v128.load(b + k, 32)), 32);
    v128.store(dst + k, lanes(op, v128.load(a + k, 48), v128.load(b + k, 48)), 48);
  }
}

// @ts-ignore: decorator
@inline function vectorNumber(op: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  const number = v128.load_splat<f32>(b);
  for (let k: usize = 0; k < bytes; k += 64) {
    v128.store(dst + k, lanes(op, v128.load(a + k), number));
    v128.store(dst + k, lanes(op, v128.load(a + k, 16), number), 16);
    v128.store(dst + k, lanes(op, v128.load(a + k, 32), number), 32);
    v128.store(dst + k, lanes(op, v128.load(a + k, 48), number), 48);
  }
}

// @ts-ignore: decorator
@inline function numberVector(op: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  const number = v128.load_splat<f32>(a);
  for (let k: usize = 0; k < bytes; k += 64) {
    v128.store(dst + k, lanes(op, number, v128.load(b + k)));
    v128.store(dst + k, lanes(op, number, v128.load(b + k, 16)), 16);
    v128.store(dst + k, lanes(op, number, v128.load(b + k, 32)), 32);
    v128.store(dst + k, lanes(op, number, v128.load(b + k, 48)), 48);
  }
}

function binary(code: i32, dst: usize, a: usize, b: usize, count: i32): void {
  const bytes = <usize>count << 2;
  switch (code) {
    case B_ADD: return vectors(B_ADD, dst, a, b, bytes);
    case B_ADD + 1: return vectorNumber(B_ADD, dst, a, b, bytes);
    case B_ADD + 2: return numberVector(B_ADD, dst, a, b, bytes);
    case B_SUB: return vectors(B_SUB, dst, a, b, bytes);
    case B_SUB + 1: return vectorNumber(B_SUB, dst, a, b, bytes);
    case B_SUB + 2: return numberVector(B_SUB, dst, a, b, bytes);
    case B_MUL: return vectors(B_MUL, dst, a, b, bytes);
    case B_MUL + 1: return vectorNumber(B_MUL, dst, a, b, bytes);
    case B_MUL + 2: return numberVector(B_MUL, dst, a, b, bytes);
    case B_DIV: return vectors(B_DIV, dst, a, b, bytes);
    case B_DIV + 1: return vectorNumber(B_DIV, dst, a, b, bytes);
    case B_DIV + 2: return numberVector(B_DIV, dst, a, b, bytes);
    case B_MAXIMUM: return vectors(B_MAXIMUM, dst, a, b, bytes);
    case B_MAXIMUM + 1: return vectorNumber(B_MAXIMUM, dst, a, b, bytes);
    case B_MAXIMUM + 2: return numberVector(B_MAXIMUM, dst, a, b, bytes);
    case B_MINIMUM: return vectors(B_MINIMUM, dst, a, b, bytes);
    case B_MINIMUM + 1: return vectorNumber(B_MINIMUM, dst, a, b, bytes);
    case B_MINIMUM + 2: return numberVector(B_MINIMUM, dst, a, b, bytes);
    case B_EQUAL: return vectors(B_EQUAL, dst, a, b, bytes);
    case B_EQUAL + 1: return vectorNumber(B_EQUAL, dst, a, b, bytes);
    case B_EQUAL + 2: return numberVector(B_EQUAL, dst, a, b, bytes);
    case B_GREATER: return vectors(B_GREATER, dst, a, b, bytes);
    case B_GREATER + 1: return vectorNumber(B_GREATER, dst, a, b, bytes);
    case B_GREATER + 2: return numberVector(B_GREATER, dst, a, b, bytes);
    case B_LESS: return vectors(B_LESS, dst, a, b, bytes);
    case B_LESS + 1: return vectorNumber(B_LESS, dst, a, b, bytes);
    case B_LESS + 2: return numberVector(B_LESS, dst, a, b, bytes);
    case B_INT_ADD: return vectors(B_INT_ADD, dst, a, b, bytes);
    case B_INT_ADD + 1: return vectorNumber(B_INT_ADD, dst, a, b, bytes);
    case B_INT_ADD + 2: return numberVector(B_INT_ADD, dst, a, b, bytes);
    case B_INT_SUB: return vectors(B_INT_SUB, dst, a, b, bytes);
    case B_INT_SUB + 1: return vectorNumber(B_INT_SUB, dst, a, b, bytes);
    case B_INT_SUB + 2: return numberVector(B_INT_SUB, dst, a, b, bytes);
    case B_INT_MUL: return vectors(B_INT_MUL, dst, a, b, bytes);
    case B_INT_MUL + 1: return vectorNumber(B_INT_MUL, dst, a, b, bytes);
    case B_INT_MUL + 2: return numberVector(B_INT_MUL, dst, a, b, bytes);
    case B_INT_MAXIMUM: return vectors(B_INT_MAXIMUM, dst, a, b, bytes);
    case B_INT_MAXIMUM + 1: return vectorNumber(B_INT_MAXIMUM, dst, a, b, bytes);
    case B_INT_MAXIMUM + 2: return numberVector(B_INT_MAXIMUM, dst, a, b, bytes);
    case B_INT_MINIMUM: return vectors(B_INT_MINIMUM, dst, a, b, bytes);
    case B_INT_MINIMUM + 1: return vectorNumber(B_INT_MINIMUM, dst, a, b, bytes);
    case B_INT_MINIMUM + 2: return numberVector(B_INT_MINIMUM, dst, a, b, bytes);
    case B_INT_EQUAL: return vectors(B_INT_EQUAL, dst, a, b, bytes);
    case B_INT_EQUAL + 1: return vectorNumber(B_INT_EQUAL, dst, a, b, bytes);
    case B_INT_EQUAL + 2: return numberVector(B_INT_EQUAL, dst, a, b, bytes);
    case B_INT_GREATER: return vectors(B_INT_GREATER, dst, a, b, bytes);
    case B_INT_GREATER + 1: return vectorNumber(B_INT_GREATER, dst, a, b, bytes);
    case B_INT_GREATER + 2: return numberVector(B_INT_GREATER, dst, a, b, bytes);
    case B_INT_LESS: return vectors(B_INT_LESS, dst, a, b, bytes);
    case B_INT_LESS + 1: return vectorNumber(B_INT_LESS, dst, a, b, bytes);
    case B_INT_LESS + 2: return numberVector(B_INT_LESS, dst, a, b, bytes);
    case B_POW: return powers(dst, a, 4, b, 4, count);
    case B_POW + 1: return powers(dst, a, 4, b, 0, count);
    case B_POW + 2: return powers(dst, a, 0, b, 4, count);
    case B_INT_DIV: return quotients(dst, a, 4, b, 4, count);
    case B_INT_DIV + 1: return quotients(dst, a, 4, b, 0, count);
    case B_INT_DIV + 2: return quotients(dst, a, 0, b, 4, count);
  }
}

function powers(dst: usize, a: usize, stepA: usize, b: usize, stepB: usize, count: i32): void {
  for (; count > 0; count--) {
    store<f32>(dst, power(load<f32>(a), load<f32>(b)));
    dst += 4;
    a += stepA;
    b += stepB;
  }
}

/** a^b as JavaScript has it: NaN where b is NaN, and where |a| is 1 and b infinite. */
function power(a: f32, b: f32): f32 {
  if (isNaN(b) || (abs(a) == 1.0 && abs(b) == Infinity)) return NaN;
  return Mathf.pow(a, b);
}

/** Whole quotients towards 0; 0 where the divisor is 0. */
function quotients(dst: usize, a: usize, stepA: usize, b: usize, stepB: usize, count: i32): void {
  for (; count > 0; count--) {
    const by = <i64>load<i32>(b);
    store<i32>(dst, by == 0 ? 0 : <i32>(<i64>load<i32>(a) / by));
    dst += 4;
    a += stepA;
    b += stepB;
  }
}

// @ts-ignore: decorator
@inline function lane(op: i32, x: v128): v128 {
  if (op == U_COPY) return x;
  if (op == U_NEG) return f32x4.neg(x);
  if (op == U_ABS) return f32x4.abs(x);
  if (op == U_SIGN) {
    const below = v128.bitselect(f32x4.splat(-1.0), x, f32x4.lt(x, f32x4.splat(0.0)));
    return v128.bitselect(f32x4.splat(1.0), below, f32x4.gt(x, f32x4.splat(0.0)));
  }
  if (op == U_POSITIVE) return v128.and(f32x4.gt(x, f32x4.splat(0.0)), f32x4.splat(1.0));
  if (op == U_SQRT) return f32x4.sqrt(x);
  if (op == U_SQUARE) return f32x4.mul(x, x);
  if (op == U_RECIPROCAL) return f32x4.div(f32x4.splat(1.0), x);
  if (op == U_RELU) return f32x4.max(x, f32x4.splat(0.0));
  if (op == U_EXP) return exp4(x);
  if (op == U_LOG) return log4(x);
  if (op == U_TANH) return tanh4(x);
  if (op == U_INT_TO_FLOAT) return f32x4.convert_i32x4_s(x);
  if (op == U_FLOAT_TO_INT) return i32x4.trunc_sat_f32x4_s(x);
  if (op == U_FLOAT_TO_BOOL) return v128.and(f32x4.ne(x, f32x4.splat(0.0)), i32x4.splat(1));
  if (op == U_INT_TO_BOOL) return v128.and(i32x4.ne(x, i32x4.splat(0)), i32x4.splat(1));
  return v128.and(x, i32x4.splat(255));
}

// @ts-ignore: decorator
@inline function each(op: i32, dst: usize, a: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 32) {
    v128.store(dst + k, lane(op, v128.load(a + k)));
    v128.store(dst + k, lane(op, v128.load(a + k, 16)), 16);
  }
}

// @ts-ignore: decorator
@inline function one(op: i32, x: f32): f32 {
  if (op == U_CBRT) return Mathf.cbrt(x);
  if (op == U_EXP2) return Mathf.exp2(x);
  if (op == U_EXPM1) return Mathf.expm1(x);
  if (op == U_LOG1P) return Mathf.log1p(x);
  if (op == U_SIN) return Mathf.sin(x);
  if (op == U_COS) return Mathf.cos(x);
  if (op == U_TAN) return Mathf.tan(x);
  if (op == U_ARCSIN) return Mathf.asin(x);
  if (op == U_ARCCOS) return Mathf.acos(x);
  if (op == U_ARCTAN) return Mathf.atan(x);
  if (op == U_SINH) return Mathf.sinh(x);
  if (op == U_COSH) return Mathf.cosh(x);
  if (op == U_ARCSINH) return Mathf.asinh(x);
  if (op == U_ARCCOSH) return Mathf.acosh(x);
  return Mathf.atanh(x);
}

// @ts-ignore: decorator
@inline function singly(op: i32, dst: usize, a: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 4) store<f32>(dst + k, one(op, load<f32>(a + k)));
}

function clip(dst: usize, a: usize, low: v128, high: v128, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(dst + k, f32x4.min(f32x4.max(v128.load(a + k), low), high));
  }
}

function unary(code: i32, p: usize, dst: usize, a: usize, count: i32): void {
  const bytes = <usize>count << 2;
  switch (code) {
    case U_COPY: return each(U_COPY, dst, a, bytes);
    case U_NEG: return each(U_NEG, dst, a, bytes);
    case U_ABS: return each(U_ABS, dst, a, bytes);
    case U_SIGN: return each(U_SIGN, dst, a, bytes);
    case U_POSITIVE: return each(U_POSITIVE, dst, a, bytes);
    case U_SQRT: return each(U_SQRT, dst, a, bytes);
    case U_SQUARE: return each(U_SQUARE, dst, a, bytes);
    case U_RECIPROCAL: return each(U_RECIPROCAL, dst, a, bytes);
    case U_RELU: return each(U_RELU, dst, a, bytes);
    case U_EXP: return each(U_EXP, dst, a, bytes);
    case U_LOG: return each(U_LOG, dst, a, bytes);
    case U_TANH: return each(U_TANH, dst, a, bytes);
    case U_INT_TO_FLOAT: return each(U_INT_TO_FLOAT, dst, a, bytes);
    case U_FLOAT_TO_INT: return each(U_FLOAT_TO_INT, dst, a, bytes);
    case U_FLOAT_TO_BOOL: return each(U_FLOAT_TO_BOOL, dst, a, bytes);
    case U_INT_TO_BOOL: return each(U_INT_TO_BOOL, dst, a, bytes);
    case U_INT_TO_BYTE: return each(U_INT_TO_BYTE, dst, a, bytes);
    case U_CBRT: return singly(U_CBRT, dst, a, bytes);
    case U_EXP2: return singly(U_EXP2, dst, a, bytes);
    case U_EXPM1: return singly(U_EXPM1, dst, a, bytes);
    case U_LOG1P: return singly(U_LOG1P, dst, a, bytes);
    case U_SIN: return singly(U_SIN, dst, a, bytes);
    case U_COS: return singly(U_COS, dst, a, bytes);
    case U_TAN: return singly(U_TAN, dst, a, bytes);
    case U_ARCSIN: return singly(U_ARCSIN, dst, a, bytes);
    case U_ARCCOS: return singly(U_ARCCOS, dst, a, bytes);
    case U_ARCTAN: return singly(U_ARCTAN, dst, a, bytes);
    case U_SINH: return singly(U_SINH, dst, a, bytes);
    case U_COSH: return singly(U_COSH, dst, a, bytes);
    case U_ARCSINH: return singly(U_ARCSINH, dst, a, bytes);
    case U_ARCCOSH: return singly(U_ARCCOSH, dst, a, bytes);
    case U_ARCTANH: return singly(U_ARCTANH, dst, a, bytes);
    case U_CLIP: return clip(dst, a, v128.load_splat<f32>(p + 20), v128.load_splat<f32>(p + 28), bytes);
  }
}

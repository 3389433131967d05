// Maps: many elementwise operations in one pass. The elements go by in blocks that stay in the first-level cache; every
// operation of the map runs over a block before the next block begins. Values that only the map needs live in registers, which
// are blocks of scratch memory.
import {
  B_DIV, B_EQUAL, B_GREATER, B_INT_ADD, B_INT_DIV, B_INT_EQUAL, B_INT_GREATER, B_INT_LESS, B_INT_MAXIMUM,
  B_INT_MINIMUM, B_INT_MUL, B_INT_SUB, B_LESS, B_MAXIMUM, B_MINIMUM, B_MUL, B_POW, B_SUB, B_ADD, T_WHERE, U_ABS, U_ARCCOS,
  U_ARCCOSH, U_ARCSIN, U_ARCSINH, U_ARCTAN, U_ARCTANH, U_CBRT, U_CLIP, U_COPY, U_COS, U_COSH, U_EXP, U_EXP2, U_EXPM1,
  U_FLOAT_TO_BOOL, U_FLOAT_TO_INT, U_INT_TO_BOOL, U_INT_TO_BYTE, U_INT_TO_FLOAT, U_LOAD_BYTES, U_LOG, U_LOG1P, U_NEG,
  U_POSITIVE, U_READ, U_READ_BYTES, U_RECIPROCAL, U_RELU, U_SIGN, U_SIN, U_SINH, U_SQRT, U_SQUARE, U_STORE_BYTES, U_TAN,
  U_TANH,
} from "./opcodes";
import {
  abs as absolute, add, arccos, arccosh, arcsin, arcsinh, arctan, arctanh, cbrt, copy, cos, cosh, div, equal, exp, exp2,
  expm1, floatToBool, floatToInt, greater, intToBool, intToByte, intToFloat, less, log, log1p, maximum, minimum, mul, neg,
  positive, pow, reciprocal, relu, sign, sin, sinh, sqrt, square, sub, tan, tanh,
} from "./lanes";

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
  if (rank == 2 && step == 0 && sizeof<T>() == 4 && (inner & 3) == 0 && inner <= 64) {
    readColumn(dst, base + <usize>offset, load<i32>(strides), inner, index, count);
    return;
  }
  // A row that repeats is read once; the rest of the block repeats what was written.
  let whole = count;
  if (rank == 2 && inner >= 4 && count > inner && load<i32>(strides) == 0) whole = inner;
  const repeats = count - whole;
  count = whole;
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
  if (repeats > 0) repeat(dst, inner, repeats);
}

/** One number for each short row of `inner` elements, from element `index` of a row on. */
function readColumn(dst: usize, from: usize, stride: i32, inner: i32, index: i32, count: i32): void {
  const end = dst + (<usize>count << 2);
  let rowEnd = dst + (<usize>(inner - index) << 2);
  while (dst < end) {
    const value = v128.load_splat<i32>(from);
    const stop = min(rowEnd, end);
    for (; dst < stop; dst += 16) v128.store(dst, value);
    rowEnd += <usize>inner << 2;
    from += stride;
  }
}

/** Repeats the `period` elements before `dst`, in runs that double, so that no load waits for the store before it. */
function repeat(dst: usize, period: i32, count: i32): void {
  while (count > 0) {
    const run = min(period, count);
    const end = dst + (<usize>run << 2);
    const back = <usize>period << 2;
    for (; dst + 16 <= end; dst += 16) v128.store(dst, v128.load(dst - back));
    for (; dst < end; dst += 4) store<i32>(dst, load<i32>(dst - back));
    count -= run;
    period += run;
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

function binary(code: i32, dst: usize, a: usize, b: usize, count: i32): void {
  const bytes = <usize>count << 2;
  const form = code % 3;
  switch (code - form) {
    case B_ADD: return add(form, dst, a, b, bytes);
    case B_SUB: return sub(form, dst, a, b, bytes);
    case B_MUL: return mul(form, dst, a, b, bytes);
    case B_DIV: return div(form, dst, a, b, bytes);
    case B_MAXIMUM: return maximum(form, dst, a, b, bytes);
    case B_MINIMUM: return minimum(form, dst, a, b, bytes);
    case B_EQUAL: return equal(form, dst, a, b, bytes);
    case B_GREATER: return greater(form, dst, a, b, bytes);
    case B_LESS: return less(form, dst, a, b, bytes);
    case B_POW: return pow(form, dst, a, b, bytes);
    default: return wholeNumbers(code - form, dst, a, form == 2 ? 0 : 4, b, form == 1 ? 0 : 4, count);
  }
}

function wholeNumbers(op: i32, dst: usize, a: usize, stepA: usize, b: usize, stepB: usize, count: i32): void {
  for (; count > 0; count--) {
    store<i32>(dst, wholeNumber(op, load<i32>(a), load<i32>(b)));
    dst += 4;
    a += stepA;
    b += stepB;
  }
}

/** Quotients are cut off towards 0, and are 0 where the divisor is 0. */
function wholeNumber(op: i32, a: i32, b: i32): i32 {
  switch (op) {
    case B_INT_ADD: return a + b;
    case B_INT_SUB: return a - b;
    case B_INT_MUL: return a * b;
    case B_INT_DIV: return b == 0 ? 0 : <i32>(<i64>a / <i64>b);
    case B_INT_MAXIMUM: return max(a, b);
    case B_INT_MINIMUM: return min(a, b);
    case B_INT_EQUAL: return i32(a == b);
    case B_INT_GREATER: return i32(a > b);
    default: return i32(a < b);
  }
}

function clip(dst: usize, a: usize, low: v128, high: v128, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(dst + k, f32x4.min(f32x4.max(v128.load(a + k), low), high));
  }
}

function unary(code: i32, p: usize, dst: usize, a: usize, count: i32): void {
  const bytes = <usize>count << 2;
  switch (code) {
    case U_COPY: return copy(dst, a, bytes);
    case U_NEG: return neg(dst, a, bytes);
    case U_ABS: return absolute(dst, a, bytes);
    case U_SIGN: return sign(dst, a, bytes);
    case U_POSITIVE: return positive(dst, a, bytes);
    case U_SQRT: return sqrt(dst, a, bytes);
    case U_SQUARE: return square(dst, a, bytes);
    case U_RECIPROCAL: return reciprocal(dst, a, bytes);
    case U_RELU: return relu(dst, a, bytes);
    case U_EXP: return exp(dst, a, bytes);
    case U_LOG: return log(dst, a, bytes);
    case U_TANH: return tanh(dst, a, bytes);
    case U_CBRT: return cbrt(dst, a, bytes);
    case U_EXP2: return exp2(dst, a, bytes);
    case U_EXPM1: return expm1(dst, a, bytes);
    case U_LOG1P: return log1p(dst, a, bytes);
    case U_ARCSIN: return arcsin(dst, a, bytes);
    case U_ARCCOS: return arccos(dst, a, bytes);
    case U_ARCTAN: return arctan(dst, a, bytes);
    case U_SINH: return sinh(dst, a, bytes);
    case U_COSH: return cosh(dst, a, bytes);
    case U_ARCSINH: return arcsinh(dst, a, bytes);
    case U_ARCCOSH: return arccosh(dst, a, bytes);
    case U_ARCTANH: return arctanh(dst, a, bytes);
    case U_INT_TO_FLOAT: return intToFloat(dst, a, bytes);
    case U_FLOAT_TO_INT: return floatToInt(dst, a, bytes);
    case U_FLOAT_TO_BOOL: return floatToBool(dst, a, bytes);
    case U_INT_TO_BOOL: return intToBool(dst, a, bytes);
    case U_INT_TO_BYTE: return intToByte(dst, a, bytes);
    case U_SIN: return sin(dst, a, bytes);
    case U_COS: return cos(dst, a, bytes);
    case U_TAN: return tan(dst, a, bytes);
    case U_CLIP: return clip(dst, a, v128.load_splat<f32>(p + 20), v128.load_splat<f32>(p + 28), bytes);
  }
}

// The loops of maps, a function for each operation. They are exported only so that the compiler does not merge them into one
// large function: engines compile small functions sooner and keep more of them in registers.
import {
  B_ADD, B_DIV, B_EQUAL, B_GREATER, B_LESS, B_MAXIMUM, B_MINIMUM, B_MUL, B_SUB,
  U_ABS, U_ARCCOS, U_ARCCOSH, U_ARCSIN, U_ARCSINH, U_ARCTAN, U_ARCTANH, U_CBRT, U_COPY, U_COS, U_COSH, U_EXP, U_EXP2,
  U_EXPM1, U_FLOAT_TO_BOOL, U_FLOAT_TO_INT, U_INT_TO_BOOL, U_INT_TO_BYTE, U_INT_TO_FLOAT, U_LOG, U_LOG1P, U_NEG,
  U_POSITIVE, U_RECIPROCAL, U_RELU, U_SIGN, U_SIN, U_SINH, U_SQRT, U_SQUARE, U_TAN, U_TANH,
} from "./opcodes";
import {
  anyFar, arccos4, arccosh4, arcsin4, arcsinh4, arctan4, arctanh4, cbrt4, cosh4, exp24, exp4, expm14, isFar, log1p4, log2Low, log4,
  pow4, sinh4, swapped, tanh4, turned4,
} from "./math";

// @ts-ignore: decorator
@inline function pair(op: i32, a: v128, b: v128): v128 {
  if (op == B_ADD) return f32x4.add(a, b);
  if (op == B_SUB) return f32x4.sub(a, b);
  if (op == B_MUL) return f32x4.mul(a, b);
  if (op == B_DIV) return f32x4.div(a, b);
  if (op == B_MAXIMUM) return f32x4.max(a, b);
  if (op == B_MINIMUM) return f32x4.min(a, b);
  if (op == B_EQUAL) return v128.and(f32x4.eq(a, b), i32x4.splat(1));
  if (op == B_GREATER) return v128.and(f32x4.gt(a, b), i32x4.splat(1));
  return v128.and(f32x4.lt(a, b), i32x4.splat(1));
}

/** Powers; forms as below. */
export function pow(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  if (form == 2) {
    const x = v128.load_splat<f32>(a);
    const logarithm = log2Low(x);
    for (let k: usize = 0; k < bytes; k += 16) v128.store(dst + k, pow4(x, v128.load(b + k), logarithm, logarithm));
    return;
  }
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(a + k);
    const y = form == 1 ? v128.load_splat<f32>(b) : v128.load(b + k);
    v128.store(dst + k, pow4(x, y, log2Low(x), log2Low(swapped(x))));
  }
}

/** Form 0: two vectors; 1: b is one number; 2: a is one number. Whole stretches of 64 bytes. */
// @ts-ignore: decorator
@inline function forms(op: i32, form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  if (form == 0) {
    for (let k: usize = 0; k < bytes; k += 64) {
      v128.store(dst + k, pair(op, v128.load(a + k), v128.load(b + k)));
      v128.store(dst + k, pair(op, v128.load(a + k, 16), v128.load(b + k, 16)), 16);
      v128.store(dst + k, pair(op, v128.load(a + k, 32), v128.load(b + k, 32)), 32);
      v128.store(dst + k, pair(op, v128.load(a + k, 48), v128.load(b + k, 48)), 48);
    }
  } else if (form == 1) {
    const number = v128.load_splat<f32>(b);
    for (let k: usize = 0; k < bytes; k += 64) {
      v128.store(dst + k, pair(op, v128.load(a + k), number));
      v128.store(dst + k, pair(op, v128.load(a + k, 16), number), 16);
      v128.store(dst + k, pair(op, v128.load(a + k, 32), number), 32);
      v128.store(dst + k, pair(op, v128.load(a + k, 48), number), 48);
    }
  } else {
    const number = v128.load_splat<f32>(a);
    for (let k: usize = 0; k < bytes; k += 64) {
      v128.store(dst + k, pair(op, number, v128.load(b + k)));
      v128.store(dst + k, pair(op, number, v128.load(b + k, 16)), 16);
      v128.store(dst + k, pair(op, number, v128.load(b + k, 32)), 32);
      v128.store(dst + k, pair(op, number, v128.load(b + k, 48)), 48);
    }
  }
}

export function add(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_ADD, form, dst, a, b, bytes);
}

export function sub(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_SUB, form, dst, a, b, bytes);
}

export function mul(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_MUL, form, dst, a, b, bytes);
}

export function div(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_DIV, form, dst, a, b, bytes);
}

export function maximum(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_MAXIMUM, form, dst, a, b, bytes);
}

export function minimum(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_MINIMUM, form, dst, a, b, bytes);
}

export function equal(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_EQUAL, form, dst, a, b, bytes);
}

export function greater(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_GREATER, form, dst, a, b, bytes);
}

export function less(form: i32, dst: usize, a: usize, b: usize, bytes: usize): void {
  forms(B_LESS, form, dst, a, b, bytes);
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
  if (op == U_RELU) return f32x4.add(f32x4.pmax(x, f32x4.splat(0.0)), f32x4.splat(0.0)); // NaN stays, -0 becomes 0
  if (op == U_EXP) return exp4(x);
  if (op == U_LOG) return log4(x);
  if (op == U_TANH) return tanh4(x);
  if (op == U_CBRT) return cbrt4(x);
  if (op == U_EXP2) return exp24(x);
  if (op == U_EXPM1) return expm14(x);
  if (op == U_LOG1P) return log1p4(x);
  if (op == U_SIN) return turned4(x, 0);
  if (op == U_COS) return turned4(x, 1);
  if (op == U_TAN) return turned4(x, -1);
  if (op == U_ARCSIN) return arcsin4(x);
  if (op == U_ARCCOS) return arccos4(x);
  if (op == U_ARCTAN) return arctan4(x);
  if (op == U_SINH) return sinh4(x);
  if (op == U_COSH) return cosh4(x);
  if (op == U_ARCSINH) return arcsinh4(x);
  if (op == U_ARCCOSH) return arccosh4(x);
  if (op == U_ARCTANH) return arctanh4(x);
  if (op == U_INT_TO_FLOAT) return f32x4.convert_i32x4_s(x);
  if (op == U_FLOAT_TO_INT) return i32x4.trunc_sat_f32x4_s(x);
  if (op == U_FLOAT_TO_BOOL) return v128.and(f32x4.ne(x, f32x4.splat(0.0)), i32x4.splat(1));
  if (op == U_INT_TO_BOOL) return v128.and(i32x4.ne(x, i32x4.splat(0)), i32x4.splat(1));
  return v128.and(x, i32x4.splat(255));
}

// @ts-ignore: decorator
@inline function each(op: i32, dst: usize, a: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 32) {
    const x = v128.load(a + k), y = v128.load(a + k, 16);
    v128.store(dst + k, lane(op, x));
    v128.store(dst + k, lane(op, y), 16);
  }
}

export function copy(dst: usize, a: usize, bytes: usize): void {
  each(U_COPY, dst, a, bytes);
}

export function neg(dst: usize, a: usize, bytes: usize): void {
  each(U_NEG, dst, a, bytes);
}

export function abs(dst: usize, a: usize, bytes: usize): void {
  each(U_ABS, dst, a, bytes);
}

export function sign(dst: usize, a: usize, bytes: usize): void {
  each(U_SIGN, dst, a, bytes);
}

export function positive(dst: usize, a: usize, bytes: usize): void {
  each(U_POSITIVE, dst, a, bytes);
}

export function sqrt(dst: usize, a: usize, bytes: usize): void {
  each(U_SQRT, dst, a, bytes);
}

export function square(dst: usize, a: usize, bytes: usize): void {
  each(U_SQUARE, dst, a, bytes);
}

export function reciprocal(dst: usize, a: usize, bytes: usize): void {
  each(U_RECIPROCAL, dst, a, bytes);
}

export function relu(dst: usize, a: usize, bytes: usize): void {
  each(U_RELU, dst, a, bytes);
}

export function exp(dst: usize, a: usize, bytes: usize): void {
  each(U_EXP, dst, a, bytes);
}

export function log(dst: usize, a: usize, bytes: usize): void {
  each(U_LOG, dst, a, bytes);
}

export function tanh(dst: usize, a: usize, bytes: usize): void {
  each(U_TANH, dst, a, bytes);
}

export function cbrt(dst: usize, a: usize, bytes: usize): void {
  each(U_CBRT, dst, a, bytes);
}

export function exp2(dst: usize, a: usize, bytes: usize): void {
  each(U_EXP2, dst, a, bytes);
}

export function expm1(dst: usize, a: usize, bytes: usize): void {
  each(U_EXPM1, dst, a, bytes);
}

export function log1p(dst: usize, a: usize, bytes: usize): void {
  each(U_LOG1P, dst, a, bytes);
}

export function arcsin(dst: usize, a: usize, bytes: usize): void {
  each(U_ARCSIN, dst, a, bytes);
}

export function arccos(dst: usize, a: usize, bytes: usize): void {
  each(U_ARCCOS, dst, a, bytes);
}

export function arctan(dst: usize, a: usize, bytes: usize): void {
  each(U_ARCTAN, dst, a, bytes);
}

export function sinh(dst: usize, a: usize, bytes: usize): void {
  each(U_SINH, dst, a, bytes);
}

export function cosh(dst: usize, a: usize, bytes: usize): void {
  each(U_COSH, dst, a, bytes);
}

export function arcsinh(dst: usize, a: usize, bytes: usize): void {
  each(U_ARCSINH, dst, a, bytes);
}

export function arccosh(dst: usize, a: usize, bytes: usize): void {
  each(U_ARCCOSH, dst, a, bytes);
}

export function arctanh(dst: usize, a: usize, bytes: usize): void {
  each(U_ARCTANH, dst, a, bytes);
}

export function intToFloat(dst: usize, a: usize, bytes: usize): void {
  each(U_INT_TO_FLOAT, dst, a, bytes);
}

export function floatToInt(dst: usize, a: usize, bytes: usize): void {
  each(U_FLOAT_TO_INT, dst, a, bytes);
}

export function floatToBool(dst: usize, a: usize, bytes: usize): void {
  each(U_FLOAT_TO_BOOL, dst, a, bytes);
}

export function intToBool(dst: usize, a: usize, bytes: usize): void {
  each(U_INT_TO_BOOL, dst, a, bytes);
}

export function intToByte(dst: usize, a: usize, bytes: usize): void {
  each(U_INT_TO_BYTE, dst, a, bytes);
}

export function sin(dst: usize, a: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(a + k);
    v128.store(dst + k, lane(U_SIN, x));
    if (anyFar(x)) farOut(U_SIN, dst + k, x);
  }
}

export function cos(dst: usize, a: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(a + k);
    v128.store(dst + k, lane(U_COS, x));
    if (anyFar(x)) farOut(U_COS, dst + k, x);
  }
}

export function tan(dst: usize, a: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(a + k);
    v128.store(dst + k, lane(U_TAN, x));
    if (anyFar(x)) farOut(U_TAN, dst + k, x);
  }
}

/** The lanes of x that are far out, one by one. */
function farOut(op: i32, dst: usize, x: v128): void {
  farLane(op, dst, f32x4.extract_lane(x, 0));
  farLane(op, dst + 4, f32x4.extract_lane(x, 1));
  farLane(op, dst + 8, f32x4.extract_lane(x, 2));
  farLane(op, dst + 12, f32x4.extract_lane(x, 3));
}

function farLane(op: i32, dst: usize, x: f32): void {
  if (isFar(x)) store<f32>(dst, <f32>(op == U_SIN ? Math.sin(x) : op == U_COS ? Math.cos(x) : Math.tan(x)));
}

// Matrix products: c[i, j] = sum over k of a[i, k] b[k, j], the sum taken in the order of k for every element, whatever the
// tile that computes it. Tiles of 4 rows and 8 columns stay in registers. Where rows or columns are left over, the last tile
// is moved back and computes some elements a second time, to the same bits.

// @ts-ignore: decorator
@inline function word(at: usize, i: usize): i32 {
  return load<i32>(at + (i << 2));
}

// @ts-ignore: decorator
@inline function step(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

/**
 * Words: code, length, a, row step of a, column step of a, pair step of a, b, pair step of b, c, pair step of c, pairs,
 * rows, columns, inner, scratch (0: b is [inner, columns]; else b is [columns, inner] and is turned round into scratch).
 * Steps in bytes.
 */
export function gemm(at: usize): void {
  const a = <usize>word(at, 2), ra = <usize>word(at, 3), ca = <usize>word(at, 4), na = <usize>word(at, 5);
  const b = <usize>word(at, 6), nb = <usize>word(at, 7), c = <usize>word(at, 8), nc = <usize>word(at, 9);
  const pairs = word(at, 10), rows = word(at, 11), columns = word(at, 12), inner = word(at, 13);
  const scratch = <usize>word(at, 14);
  for (let n: usize = 0; n < <usize>pairs; n++) {
    let right = b + n * nb;
    if (scratch != 0) {
      if (n == 0 || nb != 0) transpose(right, scratch, columns, inner);
      right = scratch;
    }
    product(a + n * na, ra, ca, right, c + n * nc, rows, columns, inner);
  }
}

/** to[j, i] = from[i, j] */
export function transpose(from: usize, to: usize, rows: i32, columns: i32): void {
  const stepFrom = <usize>columns << 2;
  const stepTo = <usize>rows << 2;
  const wholeRows = rows & ~3;
  const wholeColumns = columns & ~3;
  for (let i = 0; i < wholeRows; i += 4) {
    for (let j = 0; j < wholeColumns; j += 4) {
      const p = from + <usize>i * stepFrom + (<usize>j << 2);
      const q = to + <usize>j * stepTo + (<usize>i << 2);
      const r0 = v128.load(p), r1 = v128.load(p + stepFrom);
      const r2 = v128.load(p + 2 * stepFrom), r3 = v128.load(p + 3 * stepFrom);
      const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5), high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
      const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5), high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
      v128.store(q, i64x2.shuffle(low01, low23, 0, 2));
      v128.store(q + stepTo, i64x2.shuffle(low01, low23, 1, 3));
      v128.store(q + 2 * stepTo, i64x2.shuffle(high01, high23, 0, 2));
      v128.store(q + 3 * stepTo, i64x2.shuffle(high01, high23, 1, 3));
    }
  }
  for (let i = 0; i < rows; i++) {
    const start = i < wholeRows ? wholeColumns : 0;
    for (let j = start; j < columns; j++) {
      store<f32>(to + <usize>j * stepTo + (<usize>i << 2), load<f32>(from + <usize>i * stepFrom + (<usize>j << 2)));
    }
  }
}

/** Elements of a right operand that fits the first-level cache beside the rest. */
const SMALL: i32 = 6144;

function product(a: usize, ra: usize, ca: usize, b: usize, c: usize, rows: i32, columns: i32, inner: i32): void {
  const rb = <usize>columns << 2;
  if (columns >= 8 && rows >= 4) {
    // The smaller operand is walked in the inner loop and stays in the first-level cache.
    if (inner * columns <= SMALL) {
      for (let i = 0; ; i += 4) {
        i = min(i, rows - 4);
        for (let j = 0; ; j += 8) {
          j = min(j, columns - 8);
          tile4x8(a + <usize>i * ra, ra, ca, b + (<usize>j << 2), rb, c + <usize>i * rb + (<usize>j << 2), inner);
          if (j + 8 >= columns) break;
        }
        if (i + 4 >= rows) break;
      }
    } else {
      for (let j = 0; ; j += 8) {
        j = min(j, columns - 8);
        for (let i = 0; ; i += 4) {
          i = min(i, rows - 4);
          tile4x8(a + <usize>i * ra, ra, ca, b + (<usize>j << 2), rb, c + <usize>i * rb + (<usize>j << 2), inner);
          if (i + 4 >= rows) break;
        }
        if (j + 8 >= columns) break;
      }
    }
  } else if (columns >= 8) {
    for (let j = 0; ; j += 8) {
      j = min(j, columns - 8);
      const right = b + (<usize>j << 2), out = c + (<usize>j << 2);
      for (let i = 0; i < rows; i++) tile1x8(a + <usize>i * ra, ca, right, rb, out + <usize>i * rb, inner);
      if (j + 8 >= columns) break;
    }
  } else if (columns >= 4) {
    for (let j = 0; ; j += 4) {
      j = min(j, columns - 4);
      const right = b + (<usize>j << 2), out = c + (<usize>j << 2);
      for (let i = 0; i < rows; i++) tile1x4(a + <usize>i * ra, ca, right, rb, out + <usize>i * rb, inner);
      if (j + 4 >= columns) break;
    }
  } else {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let p = a + <usize>i * ra, q = b + (<usize>j << 2);
        let sum: f32 = 0.0;
        for (let k = 0; k < inner; k++) {
          sum += load<f32>(p) * load<f32>(q);
          p += ca;
          q += rb;
        }
        store<f32>(c + <usize>i * rb + (<usize>j << 2), sum);
      }
    }
  }
}

/** Exported, like the others, only to stay a function of its own. */
export function tile4x8(a: usize, ra: usize, ca: usize, b: usize, rb: usize, c: usize, inner: i32): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  let p0 = a, p1 = p0 + ra, p2 = p1 + ra, p3 = p2 + ra;
  for (let k = 0; k < inner; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const x0 = v128.load_splat<f32>(p0);
    s00 = step(s00, x0, b0);
    s01 = step(s01, x0, b1);
    const x1 = v128.load_splat<f32>(p1);
    s10 = step(s10, x1, b0);
    s11 = step(s11, x1, b1);
    const x2 = v128.load_splat<f32>(p2);
    s20 = step(s20, x2, b0);
    s21 = step(s21, x2, b1);
    const x3 = v128.load_splat<f32>(p3);
    s30 = step(s30, x3, b0);
    s31 = step(s31, x3, b1);
    b += rb;
    p0 += ca;
    p1 += ca;
    p2 += ca;
    p3 += ca;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  c += rb;
  v128.store(c, s10);
  v128.store(c, s11, 16);
  c += rb;
  v128.store(c, s20);
  v128.store(c, s21, 16);
  c += rb;
  v128.store(c, s30);
  v128.store(c, s31, 16);
}

export function tile1x8(a: usize, ca: usize, b: usize, rb: usize, c: usize, inner: i32): void {
  let s0 = f32x4.splat(0), s1 = s0;
  for (let k = 0; k < inner; k++) {
    const x = v128.load_splat<f32>(a);
    s0 = step(s0, x, v128.load(b));
    s1 = step(s1, x, v128.load(b, 16));
    a += ca;
    b += rb;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
}

export function tile1x4(a: usize, ca: usize, b: usize, rb: usize, c: usize, inner: i32): void {
  let sum = f32x4.splat(0);
  for (let k = 0; k < inner; k++) {
    sum = step(sum, v128.load_splat<f32>(a), v128.load(b));
    a += ca;
    b += rb;
  }
  v128.store(c, sum);
}

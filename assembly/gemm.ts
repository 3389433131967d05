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
 * rows, columns, inner, whether b is [columns, inner] (1) or [inner, columns] (0), panel: scratch memory for
 * 16 * inner elements, or for all of b where it is turned round and there are fewer than 4 rows. Steps in bytes.
 */
export function gemm(at: usize): void {
  const ra = <usize>word(at, 3), ca = <usize>word(at, 4), na = <usize>word(at, 5);
  const nb = <usize>word(at, 7), nc = <usize>word(at, 9);
  const rows = word(at, 11), columns = word(at, 12), inner = word(at, 13);
  const turned = word(at, 14) != 0;
  const panel = <usize>word(at, 15);
  let a = <usize>word(at, 2), b = <usize>word(at, 6), c = <usize>word(at, 8);
  for (let n = word(at, 10); n > 0; n--) {
    if (columns < 8 || rows < 4) narrow(a, ra, ca, b, c, rows, columns, inner, turned, panel);
    else if (turned || (columns >= 128 && rows >= 12)) panels(a, ra, ca, b, c, rows, columns, inner, turned, panel);
    else product(a, ra, ca, b, c, rows, columns, inner);
    a += na;
    b += nb;
    c += nc;
  }
}

/**
 * Sixteen columns of b at a time, copied into two panels of eight whose rows lie together: a panel is read once for every
 * four rows of a, and a line of the cache once.
 */
function panels(
  a: usize, ra: usize, ca: usize, b: usize, c: usize, rows: i32, columns: i32, inner: i32, turned: bool, panel: usize,
): void {
  const rc = <usize>columns << 2;
  const second = panel + (<usize>inner << 5);
  for (let j = 0; j < columns; j += 16) {
    const left = min(j, columns - 8), right = min(j + 8, columns - 8);
    copyPanel(b, panel, left, columns, inner, turned);
    if (right > left) copyPanel(b, second, right, columns, inner, turned);
    for (let i = 0; ; i += 4) {
      i = min(i, rows - 4);
      const row = a + <usize>i * ra, out = c + <usize>i * rc;
      tile4x8(row, ra, ca, panel, 32, out + (<usize>left << 2), rc, inner);
      if (right > left) tile4x8(row, ra, ca, second, 32, out + (<usize>right << 2), rc, inner);
      if (i + 4 >= rows) break;
    }
  }
}

/** Columns j … j + 7 of b as [inner, 8]. */
function copyPanel(b: usize, to: usize, j: i32, columns: i32, inner: i32, turned: bool): void {
  if (turned) {
    transpose(b + ((<usize>j * inner) << 2), to, 8, inner);
    return;
  }
  let q = b + (<usize>j << 2);
  const end = to + (<usize>inner << 5);
  for (; to < end; to += 32) {
    v128.store(to, v128.load(q));
    v128.store(to, v128.load(q, 16), 16);
    q += <usize>columns << 2;
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

/** The smaller operand is walked in the inner loop and stays in the first-level cache. */
function product(a: usize, ra: usize, ca: usize, b: usize, c: usize, rows: i32, columns: i32, inner: i32): void {
  const rb = <usize>columns << 2;
  if (inner * columns <= SMALL) {
    for (let i = 0; ; i += 4) {
      i = min(i, rows - 4);
      for (let j = 0; ; j += 8) {
        j = min(j, columns - 8);
        tile4x8(a + <usize>i * ra, ra, ca, b + (<usize>j << 2), rb, c + <usize>i * rb + (<usize>j << 2), rb, inner);
        if (j + 8 >= columns) break;
      }
      if (i + 4 >= rows) break;
    }
  } else {
    for (let j = 0; ; j += 8) {
      j = min(j, columns - 8);
      for (let i = 0; ; i += 4) {
        i = min(i, rows - 4);
        tile4x8(a + <usize>i * ra, ra, ca, b + (<usize>j << 2), rb, c + <usize>i * rb + (<usize>j << 2), rb, inner);
        if (i + 4 >= rows) break;
      }
      if (j + 8 >= columns) break;
    }
  }
}

/** Fewer than 4 rows or 8 columns. */
function narrow(
  a: usize, ra: usize, ca: usize, b: usize, c: usize, rows: i32, columns: i32, inner: i32, turned: bool, panel: usize,
): void {
  const rb = <usize>columns << 2;
  if (turned) {
    transpose(b, panel, columns, inner);
    b = panel;
  }
  for (let i = 0; i < rows; i++) {
    const left = a + <usize>i * ra, out = c + <usize>i * rb;
    let j = 0;
    for (; j + 8 <= columns; j += 8) tile1x8(left, ca, b + (<usize>j << 2), rb, out + (<usize>j << 2), inner);
    for (; j + 4 <= columns; j += 4) tile1x4(left, ca, b + (<usize>j << 2), rb, out + (<usize>j << 2), inner);
    for (; j < columns; j++) tile1x1(left, ca, b + (<usize>j << 2), rb, out + (<usize>j << 2), inner);
  }
}

function tile1x1(a: usize, ca: usize, b: usize, rb: usize, c: usize, inner: i32): void {
  let sum: f32 = 0.0;
  for (let k = 0; k < inner; k++) {
    sum += load<f32>(a) * load<f32>(b);
    a += ca;
    b += rb;
  }
  store<f32>(c, sum);
}

/** Exported, like the others, only to stay a function of its own. */
export function tile4x8(
  a: usize, ra: usize, ca: usize, b: usize, rb: usize, c: usize, rc: usize, inner: i32,
): void {
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
  c += rc;
  v128.store(c, s10);
  v128.store(c, s11, 16);
  c += rc;
  v128.store(c, s20);
  v128.store(c, s21, 16);
  c += rc;
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

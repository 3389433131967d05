// Instructions that move elements: strided copies, zeros, transposes, gathers, and sums of rows that a table names.
import { transpose as transposeOne } from "./gemm";

// @ts-ignore: decorator
@inline function word(at: usize, i: usize): i32 {
  return load<i32>(at + (i << 2));
}

/** Words: code, length, from, to, bytes of an element, rank, extents, strides of from, strides of to, in bytes. */
export function copy(at: usize): void {
  const rank = word(at, 5);
  copyAxis(at + 24, rank, 0, <usize>word(at, 2), <usize>word(at, 3), word(at, 4));
}

function copyAxis(table: usize, rank: i32, axis: i32, from: usize, to: usize, size: i32): void {
  const extent = word(table, axis);
  const stepFrom = <usize>word(table, rank + axis);
  const stepTo = <usize>word(table, 2 * rank + axis);
  if (axis < rank - 1) {
    for (let i = 0; i < extent; i++) {
      copyAxis(table, rank, axis + 1, from, to, size);
      from += stepFrom;
      to += stepTo;
    }
  } else if (stepFrom == <usize>size && stepTo == <usize>size) copyRun(to, from, <usize>(extent * size));
  else if (size == 4) {
    for (let i = 0; i < extent; i++) {
      store<i32>(to, load<i32>(from));
      from += stepFrom;
      to += stepTo;
    }
  } else {
    for (let i = 0; i < extent; i++) {
      store<u8>(to, load<u8>(from));
      from += stepFrom;
      to += stepTo;
    }
  }
}

/** Contiguous bytes; short runs without a call. */
// @ts-ignore: decorator
@inline function copyRun(to: usize, from: usize, bytes: usize): void {
  if (bytes > 512) {
    memory.copy(to, from, bytes);
    return;
  }
  for (; bytes >= 16; bytes -= 16) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  for (; bytes >= 4; bytes -= 4) {
    store<i32>(to, load<i32>(from));
    to += 4;
    from += 4;
  }
  for (; bytes > 0; bytes--) {
    store<u8>(to, load<u8>(from));
    to += 1;
    from += 1;
  }
}

/** Words: code, length, to, bytes. */
export function zero(at: usize): void {
  memory.fill(<usize>word(at, 2), 0, <usize>word(at, 3));
}

/** Pairs of axes turned round, 4 bytes an element. Words: code, length, from, to, matrices, rows, columns. */
export function transpose(at: usize): void {
  let from = <usize>word(at, 2), to = <usize>word(at, 3);
  const rows = word(at, 5), columns = word(at, 6);
  const size = <usize>(rows * columns) << 2;
  for (let n = word(at, 4); n > 0; n--) {
    transposeOne(from, to, rows, columns);
    from += size;
    to += size;
  }
}

/**
 * Rows by index. Words: code, length, x, index, y, outer, extent, count, bytes of a row. False when an index is not from 0
 * to extent - 1.
 */
export function gather(at: usize): bool {
  let x = <usize>word(at, 2), y = <usize>word(at, 4);
  const index = <usize>word(at, 3), outer = word(at, 5), extent = word(at, 6), count = word(at, 7);
  const bytes = <usize>word(at, 8);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const row = word(index, i);
      if (<u32>row >= <u32>extent) return false;
      const from = x + <usize>row * bytes;
      if (bytes == 4) store<i32>(y, load<i32>(from));
      else if (bytes == 1) store<u8>(y, load<u8>(from));
      else copyRun(y, from, bytes);
      y += bytes;
    }
    x += <usize>extent * bytes;
  }
  return true;
}

/**
 * Each position is a sum of rows. Words: code, length, x, y, outer, extent, positions, inner, table.
 * Table: for each position how many rows, then their numbers.
 */
export function gatherSum(at: usize): void {
  let x = <usize>word(at, 2), y = <usize>word(at, 3);
  const outer = word(at, 4), extent = word(at, 5), positions = word(at, 6), inner = word(at, 7);
  const bytes = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    let table = <usize>word(at, 8);
    for (let n = 0; n < positions; n++) {
      const count = word(table, 0);
      table += 4;
      sumRows(x, y, table, count, inner);
      table += <usize>count << 2;
      y += bytes;
    }
    x += <usize>extent * bytes;
  }
}

// @ts-ignore: decorator
@inline function sumRows(x: usize, y: usize, table: usize, count: i32, inner: i32): void {
  const bytes = <usize>inner << 2;
  let left = inner;
  for (; left >= 8; left -= 8) {
    let s0 = f32x4.splat(0), s1 = s0;
    for (let t = 0; t < count; t++) {
      const from = x + <usize>word(table, t) * bytes;
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
    }
    v128.store(y, s0);
    v128.store(y, s1, 16);
    x += 32;
    y += 32;
  }
  for (; left > 0; left--) {
    let total: f32 = 0.0;
    for (let t = 0; t < count; t++) total += load<f32>(x + <usize>word(table, t) * bytes);
    store<f32>(y, total);
    x += 4;
    y += 4;
  }
}

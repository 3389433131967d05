/**
 * The memory plan: which values share memory, because the one is dead before the other is born.
 *
 * A buffer is a stretch of memory of its own; a place is where in a buffer a value's elements begin, in row-major order.
 * Buffers with an address from the start are cells and constants; the others get one here. Times are positions of steps.
 */

/** Everything begins at and is padded to a multiple of this, bytes: kernels may write to the end of the padding. */
const granule = 64;

/** A stretch of memory. */
export interface Buffer {
  bytes: number;
  address: number | undefined;
  /** First step that writes it and last step that needs it. */
  first: number;
  last: number;
}

/** Where a value lies: `offset` bytes into a buffer. */
export interface MemoryPlace {
  readonly buffer: Buffer;
  readonly offset: number;
}

/** Bytes rounded up to whole granules. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / granule) * granule;
}

/** A buffer without an address. */
export function newBuffer(bytes: number): Buffer {
  return { bytes: padded(bytes), address: undefined, first: Number.POSITIVE_INFINITY, last: -1 };
}

/** A buffer that lies at an address already. */
export function fixedBuffer(address: number, bytes: number): Buffer {
  return { ...newBuffer(bytes), address };
}

/** Notes that a step needs a buffer. */
export function touch({ buffer }: MemoryPlace, step: number): void {
  buffer.first = Math.min(buffer.first, step);
  buffer.last = Math.max(buffer.last, step);
}

/**
 * Gives every buffer an address from `base` on, such that no two that are alive at the same step overlap: largest first,
 * each at the lowest address that is free during its life. Returns the first address after all of them.
 */
export function assignAddresses(buffers: readonly Buffer[], base: number): number {
  const placed: { readonly buffer: Buffer; readonly start: number }[] = []; // in ascending order of start
  let end = base;
  for (const buffer of buffers.toSorted((a, b) => b.bytes - a.bytes || a.first - b.first)) {
    let start = base;
    for (const { buffer: other, start: taken } of placed) {
      if (other.last < buffer.first || buffer.last < other.first) continue;
      if (start + buffer.bytes <= taken) break;
      start = Math.max(start, taken + other.bytes);
    }
    buffer.address = start;
    const at = placed.findIndex(({ start: taken }) => taken > start);
    placed.splice(at < 0 ? placed.length : at, 0, { buffer, start });
    end = Math.max(end, start + buffer.bytes);
  }
  return end;
}

/**
 * Slices of several trials as one tensor, and apart again. Slices that lie one after another in one array, as a call returned them, are
 * joined without a copy.
 */
import { sizeOf, type Tensor } from "../../core/tensor.ts";
import type { Feeds } from "../engine.ts";

/** `[…]` of each trial as `[trials, …]`. */
export function joinRows(rows: readonly Tensor[]): Tensor {
  const { dtype, shape } = rows[0]!;
  const size = sizeOf(shape);
  const parts = rows.map(({ data }) => data as Float32Array);
  const [first] = parts;
  const together = parts.every(
    ({ buffer, byteOffset }, i) => buffer === first!.buffer && byteOffset === first!.byteOffset + i * size * 4,
  );
  if (together) {
    const data = new Float32Array(first!.buffer, first!.byteOffset, rows.length * size);
    return { dtype, shape: [rows.length, ...shape], data };
  }
  const data = new Float32Array(rows.length * size);
  for (const [i, part] of parts.entries()) data.set(part, i * size);
  return { dtype, shape: [rows.length, ...shape], data };
}

/** `[trials, …]` as `[…]` of each trial, as views. */
export function splitRows({ dtype, shape: [count, ...shape], data }: Tensor): readonly Tensor[] {
  const size = sizeOf(shape);
  return Array.from({ length: count! }, (_, i) => ({ dtype, shape, data: data.subarray(i * size, (i + 1) * size) }));
}

/** Columns `[steps]` of each trial as `[steps, trials]`. */
export function joinColumns(columns: readonly Tensor[]): Tensor {
  const count = columns.length;
  const steps = columns[0]!.data.length;
  const data = new Float32Array(steps * count);
  for (const [i, column] of columns.entries()) for (let s = 0; s < steps; s++) data[s * count + i] = column.data[s]!;
  return { dtype: "float", shape: [steps, count], data };
}

/** `[steps, trials, …]` as columns `[steps, …]` of each trial. */
export function splitColumns({ shape, data }: Tensor): readonly Tensor[] {
  const [steps, count, ...rest] = shape as readonly [number, number, ...number[]];
  const size = sizeOf(rest);
  return Array.from({ length: count }, (_, i) => {
    const column = new Float32Array(steps * size);
    for (let s = 0; s < steps; s++)
      for (let j = 0; j < size; j++) column[s * size + j] = Number(data[(s * count + i) * size + j]);
    return { dtype: "float", shape: [steps, ...rest], data: column };
  });
}

/** A tensor of several slices; that of a single one as it is. */
export function stackOf(slices: readonly Tensor[], join: (slices: readonly Tensor[]) => Tensor): Tensor {
  return slices.length === 1 ? slices[0]! : join(slices);
}

/** The results of each slice: rows of what is carried on, columns of what was collected step by step. */
export function apart(
  results: Feeds,
  { count, rows }: { readonly count: number; readonly rows: ReadonlySet<string> },
): readonly Feeds[] {
  if (count === 1) return [results];
  const slices = Object.entries(results).map(
    ([name, tensor]) => [name, rows.has(name) ? splitRows(tensor) : splitColumns(tensor)] as const,
  );
  return Array.from({ length: count }, (_, i) => Object.fromEntries(slices.map(([name, parts]) => [name, parts[i]!])));
}

/** A tensor for each name, made of those of every slice. */
export function eachName(feeds: readonly Feeds[], make: (name: string, slices: readonly Tensor[]) => Tensor): Feeds {
  const names = Object.keys(feeds[0]!);
  return Object.fromEntries(
    names.map((name) => [
      name,
      make(
        name,
        feeds.map((one) => one[name]!),
      ),
    ]),
  );
}

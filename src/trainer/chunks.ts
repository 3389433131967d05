/**
 * The trained parameters cut into chunks of whole tensors, which a step updates one after another.
 *
 * An update reads and writes its vectors a dozen times. In chunks they stay in the processor's cache meanwhile, and what is made on
 * the way is small; a chunk that is a single tensor needs no copy between its vector and the layer's view of it.
 * Law: how parameters are cut never changes what a step computes, but for the order in which clipping adds up the norm.
 */
import type { Device } from "../onnx/device.ts";
import type { Leaf, Rule } from "../program/rule.ts";
import { leavesOf } from "./parameters.ts";

/**
 * A chunk. `leaves` lie in it from 0, in order; `origins`: where each lies in the flat vector of all; `suffix`: ends the names of its
 * inputs.
 */
export interface Chunk {
  readonly suffix: string;
  readonly size: number;
  readonly leaves: readonly Leaf[];
  readonly origins: readonly number[];
}

/** Numbers that a chunk holds at least, measured: 2.1 ns a number for Adam on one thread, at 8 million 3.0, at 32 thousand 4.3. */
const least = 2 ** 18;
/** Share of that from which on a tensor is a chunk by itself, so that it is not copied together with others and apart again. */
const alone = 1 / 4;
/** Chunk sizes that a group of small tensors reaches across at most, large ones between them counted. */
const farthest = 2;

/**
 * Numbers in a chunk where nothing else is asked for: on a GPU every operator's launch costs more than the copies, and a rule that
 * adds up over all tensors needs them together.
 */
export function chunkSizeFor(device: Device, rule: Pick<Rule, "joinsTensors">): number {
  return device === "cpu" && !rule.joinsTensors ? least : Number.POSITIVE_INFINITY;
}

/**
 * How far the small tensors of a chunk may lie apart. The runtime computes their gradients when the chunk is updated, and keeps until then
 * what it computes them from: of a normalization two maps, of a depthwise convolution nine. So they are neighbours, but where clipping adds
 * up a norm chunk by chunk: there the cut is part of the numbers, and stays as it always was.
 */
export function chunkReachFor(size: number, { clipGlobalNorm }: { readonly clipGlobalNorm: number | null }): number {
  return clipGlobalNorm === null ? farthest * size : Number.POSITIVE_INFINITY;
}

/**
 * The chunks of a flat vector: large tensors by themselves, small ones together until they are `size` numbers or would reach across more
 * than `reach`. The names of a single chunk are plain.
 */
export function chunksOf(leaves: readonly Leaf[], size: number, reach = Number.POSITIVE_INFINITY): readonly Chunk[] {
  const groups: Leaf[][] = [];
  let small: Leaf[] = [];
  for (const leaf of leaves) {
    if (leaf.size >= alone * size) groups.push([leaf]);
    else {
      if (leaf.offset + leaf.size - (small[0]?.offset ?? leaf.offset) > reach) small = [];
      if (small.length === 0) groups.push(small);
      small.push(leaf);
      if (sizeOfAll(small) >= size) small = [];
    }
  }
  return groups.map((group, i) => ({
    suffix: groups.length === 1 ? "" : `.${i}`,
    size: sizeOfAll(group),
    leaves: leavesOf({ parameters: group }),
    origins: group.map(({ offset }) => offset),
  }));
}

/** A flat vector as the inputs of its chunks; those that lie in it as they are, are views. */
export function inChunks(name: string, flat: Float32Array, chunks: readonly Chunk[]) {
  return Object.fromEntries(
    chunks.map((chunk) => [
      name + chunk.suffix,
      { dtype: "float", shape: [chunk.size], data: partOf(flat, chunk) } as const,
    ]),
  );
}

/** The flat vector that the outputs of its chunks make. */
export function fromChunks(part: (name: string) => Float32Array, name: string, chunks: readonly Chunk[]): Float32Array {
  if (chunks.length === 1) return part(name + chunks[0]!.suffix);
  const flat = new Float32Array(sizeOfAll(chunks));
  for (const { suffix, leaves, origins } of chunks) {
    const values = part(name + suffix);
    for (const [i, { offset, size }] of leaves.entries()) {
      flat.set(values.subarray(offset, offset + size), origins[i]!);
    }
  }
  return flat;
}

function partOf(flat: Float32Array, { size, leaves, origins }: Chunk): Float32Array {
  const start = origins[0] ?? 0;
  if (leaves.every(({ offset }, i) => origins[i] === start + offset)) return flat.subarray(start, start + size);
  const values = new Float32Array(size);
  for (const [i, leaf] of leaves.entries()) {
    values.set(flat.subarray(origins[i]!, origins[i]! + leaf.size), leaf.offset);
  }
  return values;
}

function sizeOfAll(parts: readonly { readonly size: number }[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

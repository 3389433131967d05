/**
 * The law of stacking as cases that run on any device: of each sample of an op, a stack with every choice of operands stacked, beside the
 * same calls one by one. Outputs `one.i` are slice i alone, `all` is the stack.
 */
import type { Tensor } from "../../core/tensor.ts";
import { createBuilder } from "../create-builder.ts";
import type { Graph } from "../graph.ts";
import type { Op, OpSample } from "../ops/op.ts";
import { stackGraphs } from "./stack-graphs.ts";

/** Tensors by name. */
type Feeds = { readonly [name: string]: Tensor };

/** Graphs of one call: alone for each slice, and stacked. */
export interface StackCase {
  readonly name: string;
  /** A slice's graph, and what each slice is fed. */
  readonly single: Graph;
  readonly feeds: readonly Feeds[];
  readonly stacked: Graph;
  readonly stackedFeeds: Feeds;
}

/** Every case of an op: `count` slices, for each sample that a session runs and each set of operands that differ. */
export function stackCases(op: Op, { count }: { readonly count: number }): readonly StackCase[] {
  return op.samples
    .flatMap((sample, n) => (sample.skip?.session ? [] : [{ sample, n }]))
    .flatMap(({ sample, n }) => choices(sample).map((differ) => caseOf(op, { sample, n, differ, count })));
}

/** All operands that may differ together, and each float operand alone. */
function choices({ inputs }: OpSample): readonly ReadonlySet<number>[] {
  const floats = inputs.flatMap(({ dtype }, k) => (dtype === "float" ? [k] : []));
  const sets = floats.length > 1 ? [floats, ...floats.map((k) => [k])] : [floats];
  const all = inputs.map((_, k) => k);
  return [...sets, ...(floats.length < all.length ? [all] : [])]
    .filter((set) => set.length > 0)
    .map((set) => new Set(set));
}

function caseOf(
  op: Op,
  { sample, n, differ, count }: { sample: OpSample; n: number; differ: ReadonlySet<number>; count: number },
): StackCase {
  const names = sample.inputs.map((_, k) => `x${k}`);
  const graphOf = (): Graph => {
    const b = createBuilder();
    const inputs = sample.inputs.map(({ dtype, shape }, k) => b.input(names[k]!, { dtype, shape }));
    return b.build({ y: b.apply(op.name, inputs, sample.attrs) });
  };
  const feeds = Array.from({ length: count }, (_, slice) =>
    Object.fromEntries(
      sample.inputs.map((tensor, k) => [names[k]!, differ.has(k) ? varied(tensor, slice) : varied(tensor, 0)]),
    ),
  );
  const shared = new Set(names.filter((_, k) => !differ.has(k)));
  const stackedFeeds = Object.fromEntries(
    names.map((name, k) => [name, differ.has(k) ? joined(feeds.map((feed) => feed[name]!)) : feeds[0]![name]!]),
  );
  const single = graphOf();
  return {
    name: `${op.name}, sample ${n}, operands ${[...differ].join(" and ")}`,
    single,
    feeds,
    stacked: stackGraphs(new Array<Graph>(count).fill(single), { shared }),
    stackedFeeds,
  };
}

/** Another slice's numbers: floats scaled a little, rounded to float32; others as they are. */
function varied({ dtype, shape, data }: Tensor, slice: number): Tensor {
  if (dtype !== "float") return { dtype, shape, data };
  return { dtype, shape, data: Float64Array.from(data, (x) => Math.fround(x * (1 - slice / 37))) };
}

/** Slices one after another. */
function joined(slices: readonly Tensor[]): Tensor {
  const { dtype, shape, data } = slices[0]!;
  const all = data.slice(0, 0).constructor as new (length: number) => typeof data;
  const joinedData = new all(slices.length * data.length);
  for (const [i, slice] of slices.entries()) joinedData.set(slice.data, i * data.length);
  return { dtype, shape: [slices.length, ...shape], data: joinedData };
}

/**
 * The order in which nodes stand in a model, chosen so that the runtime executes them in the order in which they were written.
 *
 * ONNX Runtime does not run nodes as they stand. It walks back from the results, and of a node's operands it first computes the
 * one that stands last. A gradient whose weight tensors are joined at the end would so be computed for the first layer first,
 * which needs the whole backward pass, while activations and gradients of all later layers wait in memory. Filled from the end,
 * each time with the earliest written node that nothing left needs, the list makes the walk take operands as they were written.
 */
import type { NodeProto } from "./model-proto.ts";

/** The same nodes, each after what it reads. `nodes`: in the order in which they are to run. */
export function standingOrder(nodes: readonly NodeProto[]): NodeProto[] {
  const maker = new Map(nodes.flatMap((node, i) => node.output.map((name) => [name, i] as const)));
  const reads = nodes.map((node) => [...new Set(namesRead(node).flatMap((name) => maker.get(name) ?? []))]);
  const waiting = new Array<number>(nodes.length).fill(0);
  for (const sources of reads) for (const source of sources) waiting[source]!++;
  const free = createHeap();
  for (const [i, count] of waiting.entries()) if (count === 0) free.push(i);
  const placed: NodeProto[] = [];
  for (let i = free.pop(); i !== undefined; i = free.pop()) {
    placed.push(nodes[i]!);
    for (const source of reads[i]!) if (--waiting[source]! === 0) free.push(source);
  }
  return placed.reverse();
}

/** Names that a node reads; a body that it holds reads them as well. */
function namesRead({ input, attribute }: NodeProto): readonly string[] {
  const bodies = attribute.flatMap(({ g }) => (g ? g.node.flatMap(namesRead) : []));
  return [...input, ...bodies];
}

/** Numbers, smallest first. */
function createHeap() {
  const items: number[] = [];
  return {
    push(value: number): void {
      items.push(value);
      for (let i = items.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (items[parent]! <= items[i]!) break;
        [items[parent], items[i]] = [items[i]!, items[parent]!];
        i = parent;
      }
    },
    pop(): number | undefined {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0) return first;
      items[0] = last!;
      for (let i = 0; ; ) {
        const [left, right] = [2 * i + 1, 2 * i + 2];
        let least = i;
        if (left < items.length && items[left]! < items[least]!) least = left;
        if (right < items.length && items[right]! < items[least]!) least = right;
        if (least === i) return first;
        [items[least], items[i]] = [items[i]!, items[least]!];
        i = least;
      }
    },
  };
}

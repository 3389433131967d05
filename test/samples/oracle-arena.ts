/**
 * An arena that computes with the float64 evaluator and stores float32: slow, obvious, and the contract's own meaning.
 */
import { sizeOf, type Tensor } from "../../src/core/tensor.ts";
import { evaluateGraph } from "../../src/graph/evaluate-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Arena, ArenaCell, Plan } from "../../src/kernels/plan.ts";

/** A fresh one. Addresses only count bytes. */
export function oracleArena(): Arena {
  let used = 0;
  const allocate: Arena["allocate"] = ({ dtype, shape }) => {
    const size = sizeOf(shape);
    const data =
      dtype === "float" ? new Float32Array(size) : dtype === "int" ? new Int32Array(size) : new Uint8Array(size);
    const address = used;
    used += 16 * Math.ceil(data.byteLength / 16);
    return { dtype, shape, address, data };
  };
  const cellsOf = (values: Graph["inputs"], cells: { readonly [name: string]: ArenaCell }) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cells[name] ?? allocate(value)]));
  return {
    get used() {
      return used;
    },
    allocate,
    plan: (graph, cells = {}): Plan => {
      const inputs = cellsOf(graph.inputs, cells);
      const outputs = cellsOf(graph.outputs, cells);
      const run = (): void => {
        const results = evaluateGraph(graph, inputs as { readonly [name: string]: Tensor });
        for (const [name, { data }] of Object.entries(results)) outputs[name]!.data.set(data);
      };
      return { inputs, outputs, run };
    },
    mark: () => used,
    rewind: (mark) => {
      used = mark;
    },
  };
}

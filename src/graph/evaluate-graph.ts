import { InternalError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import { opNamed } from "./call.ts";
import type { Graph } from "./graph.ts";

/**
 * Computes a graph in float64 with the reference meaning of its ops: the oracle of what a session computes.
 * `feeds`: a tensor for each input. Errors: internal when a feed is missing; those of the ops.
 */
export function evaluateGraph(
  graph: Graph,
  feeds: { readonly [name: string]: Tensor },
): { readonly [name: string]: Tensor } {
  const values: Tensor[] = [];
  for (const { op, inputs, attrs } of graph.nodes) {
    if (op === "input") values.push(feeds[attrs.name as string] ?? missing(attrs.name as string));
    else if (op === "constant") values.push(attrs.value as Tensor);
    else
      values.push(
        opNamed(op).evaluate(
          inputs.map(({ id }) => values[id]!),
          attrs,
        ),
      );
  }
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, { id }]) => [name, values[id]!]));
}

function missing(name: string): never {
  throw new InternalError(`the graph's input "${name}" was not fed`);
}

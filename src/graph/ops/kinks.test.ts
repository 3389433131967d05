/** Gradients where elements tie and where slopes jump: central differences have nothing to say there, PyTorch decides. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gradients } from "../../autodiff/gradients.ts";
import { floatTensor, sizeOf, type Tensor } from "../../core/tensor.ts";
import { createArena } from "../../kernels/arena.ts";
import { isLowered } from "../../kernels/lower.ts";
import type { Device } from "../../onnx/device.ts";
import { lowerGraph } from "../../onnx/lower.ts";
import { openSession } from "../../onnx/session.ts";
import { createBuilder } from "../builder.ts";
import { evaluateGraph } from "../evaluate-graph.ts";
import type { Attrs, Graph } from "../graph.ts";
import { relativeDifference } from "./op.conformance.ts";

/** A case of make_kinks.py: the gradient of the sum of the result weighted by 1, 2, 3, … */
interface Kink {
  readonly op: string;
  readonly attrs: Attrs;
  readonly inputs: readonly { readonly shape: readonly number[]; readonly data: readonly number[] }[];
  readonly gradients: readonly (readonly number[])[];
}

const url = new URL("../../../test/fixtures/graph/kinks.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(url, "utf8")) as { readonly cases: readonly Kink[] };
const arena = createArena({ maximumMiB: 4 });
const named = cases.map((one, i) => [`${one.op} ${JSON.stringify(one.attrs)} (${i})`, one] as const);

test.each(named)("%s goes where PyTorch lets it go", async (_, kink) => {
  const { graph, feeds } = graphOf(kink);
  const found = [
    evaluateGraph(graph, feeds),
    ...(await Promise.all((["cpu", "webgpu"] as const).map((device) => inSession(graph, feeds, device)))),
    ...(isLowered(kink.op) ? [inKernels(graph, feeds)] : []),
  ];
  for (const [i, expected] of kink.gradients.entries()) {
    for (const [engine, outputs] of found.entries()) {
      expect(relativeDifference(outputs[`g${i}`]!.data, expected), `operand ${i}, engine ${engine}`).toBeLessThan(5e-6);
    }
  }
});

type Feeds = { readonly [name: string]: Tensor };

function graphOf({ op, attrs, inputs }: Kink): { readonly graph: Graph; readonly feeds: Feeds } {
  const b = createBuilder();
  const feeds = Object.fromEntries(inputs.map(({ shape, data }, i) => [`x${i}`, floatTensor(shape, data)]));
  const values = inputs.map(({ shape }, i) => b.input(`x${i}`, { dtype: "float", shape }));
  const y = b.apply(op, values, attrs);
  const size = sizeOf(y.shape);
  const weights = b.constant(
    floatTensor(
      y.shape,
      Array.from({ length: size }, (_, i) => i + 1),
    ),
  );
  const found = gradients(b, b.sum(b.mul(y, weights)), values);
  return { graph: b.build(Object.fromEntries(found.map((g, i) => [`g${i}`, g]))), feeds };
}

/** What is written for a device, run on the processor: its operators are the same ones everywhere. */
async function inSession(graph: Graph, feeds: Feeds, device: Device): Promise<Feeds> {
  const session = await openSession(lowerGraph(graph, { name: "kinks", device }));
  const found = await session.run(feeds);
  await session.close();
  return found;
}

function inKernels(graph: Graph, feeds: Feeds): Feeds {
  const mark = arena.mark();
  const plan = arena.plan(graph);
  for (const [name, cell] of Object.entries(plan.inputs)) cell.data.set(feeds[name]!.data);
  plan.run();
  const found = Object.entries(plan.outputs).map(([name, cell]) => {
    return [name, floatTensor(graph.outputs[name]!.shape, cell.data)] as const;
  });
  arena.rewind(mark);
  return Object.fromEntries(found);
}

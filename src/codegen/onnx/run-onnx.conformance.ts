/** Runs an exported ONNX model on an example by plain ONNX Runtime. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { hostFunction } from "../../program/host.ts";
import type { Example } from "../example.conformance.ts";
import type { CodeExpression } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { onnx } from "../targets/onnx.ts";

/** Weights after each step. ONNX Runtime's interface for Node gives no input that has a default: hyperparameters keep theirs. */
export async function runOnnx(listing: Listing, { input }: Example): Promise<Float32Array[][]> {
  const session = await InferenceSession.create(onnx.bytes!(listing), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const given = listing.hyperparameters.flatMap(({ name, default: value }) => {
    const wanted = input.hyperparameters[name]!;
    if (wanted !== value && value !== null && name !== "lr") throw new Error(`${name} cannot be given in Node`);
    if (value !== null && name !== "lr") return [];
    return [[name, typeof wanted === "boolean" ? new Tensor("bool", [wanted], []) : double(wanted)] as const];
  });
  const carried = input.weights.map((weights, i) => {
    const shape = input.shapes[i]!;
    const states = listing.states.map(
      ({ name, start }) => [name, Float32Array.from(weights, () => startValue(start, input.hyperparameters))] as const,
    );
    const tensors = [["w", Float32Array.from(weights)] as const, ...states].map(
      ([name, data]) => [name, new Tensor("float32", data, shape)] as const,
    );
    const scalars = listing.scalars.map(
      ({ name, start }) => [name, double(startValue(start, input.hyperparameters))] as const,
    );
    return new Map<string, Tensor>([...tensors, ...scalars]);
  });
  const path: Float32Array[][] = [];
  for (const [t, gradients] of input.gradients.entries()) {
    for (const [i, values] of carried.entries()) {
      const results = await session.run({
        ...Object.fromEntries([...values, ...given]),
        ...(session.inputNames.includes("g")
          ? { g: new Tensor("float32", Float32Array.from(gradients[i]!), input.shapes[i]!) }
          : {}),
        ...(listing.usesStep ? { step: new Tensor("int64", [BigInt(t + 1)], []) } : {}),
        ...(listing.mask === "free" ? { decays: new Tensor("bool", [input.mask![i]![0] === 1], []) } : {}),
      });
      for (const name of values.keys()) values.set(name, results[`new_${name}`]!);
    }
    path.push(carried.map((values) => Float32Array.from(values.get("w")!.data as Float32Array)));
  }
  await session.release();
  return path;
}

function double(value: number | boolean): Tensor {
  return new Tensor("float64", [Number(value)], []);
}

function startValue(expression: CodeExpression, names: { readonly [name: string]: number | boolean }): number {
  if (expression.kind === "call")
    return hostFunction(expression.op)(...expression.args.map((arg) => startValue(arg, names)));
  return Number(expression.kind === "name" ? names[expression.name]! : expression.value);
}

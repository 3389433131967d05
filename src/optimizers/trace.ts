/**
 * Runs an optimizer on given gradients, by the interpreter in float64 and by the graph in float32, and shows both.
 */
import type { Tensor } from "../core/tensor.ts";
import { lowerGraph } from "../onnx/lower.ts";
import { openSession, type Session } from "../onnx/session.ts";
import { type InterpretInput, initialSlots, interpret } from "../program/interpret.ts";
import { lowerUpdate, slotName } from "../program/lower.ts";
import type { Rule } from "../program/rule.ts";
import { relativeDifference } from "./relative-difference.ts";
import { type OptimizerRequest, resolveOptimizer } from "./resolve.ts";
import { type Nested, nest, readTraceInput } from "./trace-input.ts";

export type { Nested, TraceInput } from "./trace-input.ts";

/** Weights after every step, by both ways, shaped as the input. */
export interface OptimizerTrace {
  readonly optimizer: string;
  readonly convention: string;
  readonly lr: number;
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  readonly program: string;
  readonly steps: readonly {
    readonly step: number;
    readonly interpreter: readonly Nested[];
    readonly graph: readonly Nested[];
  }[];
  /** See `relativeDifference`. */
  readonly largestDifference: number;
}

/** What to trace. `input` is checked: it may come straight from a file. */
export type TraceRequest = OptimizerRequest & { readonly input: unknown; readonly clipGlobalNorm?: number | null };

/**
 * Traces an optimizer at a constant rate.
 * Errors: those of `resolveOptimizer`, and `trace-input` when the input has the wrong form, shapes or numbers.
 */
export async function traceOptimizer(request: TraceRequest): Promise<OptimizerTrace> {
  const { name, convention, lr, hyperparameters, program, rule } = resolveOptimizer(request);
  const { leaves, w0, gradients } = readTraceInput(request.input);
  const run = {
    leaves,
    w0,
    gradients,
    facts: (step: number) => ({ step, lr, peakLr: lr, totalSteps: gradients.length }),
    clipGlobalNorm: request.clipGlobalNorm ?? null,
  };
  const oracle = interpret(rule, run);
  const graph = await runUpdates(rule, run);
  const steps = oracle.map((weights, i) => {
    return { step: i + 1, interpreter: nest(leaves, weights), graph: nest(leaves, graph[i]!) };
  });
  const largestDifference = relativeDifference(leaves, [w0, ...oracle], [w0, ...graph]);
  return { optimizer: name, convention, lr, hyperparameters, program, steps, largestDifference };
}

/** Weights `[P]` after every step, by a session on the processor, in float32. */
export async function runUpdates(rule: Rule, input: InterpretInput): Promise<Float32Array[]> {
  const { leaves, gradients, facts, decayMask, clipGlobalNorm = null } = input;
  const graph = lowerUpdate(rule, leaves, { masked: decayMask !== undefined, clipGlobalNorm });
  const session = await openSession(lowerGraph(graph, { name: "update" }));
  try {
    let carried: Feeds = Object.fromEntries([
      ["w", vector(input.w0)],
      ...initialSlots(rule, leaves).map((slot, i) => [slotName(rule.slots[i]!.name), vector(slot.data)]),
    ]);
    const weights: Float32Array[] = [];
    for (const [i, gradient] of gradients.entries()) {
      const scalars = rule.hostScalars(facts(i + 1));
      const step = { g: vector(gradient), scalars: vector(scalars.length === 0 ? [0] : scalars) };
      const feeds = { ...carried, ...step, ...(decayMask === undefined ? {} : { decayMask: vector(decayMask) }) };
      carried = await session.run(feedable(session, feeds));
      weights.push(Float32Array.from(carried.w!.data));
    }
    return weights;
  } finally {
    await session.close();
  }
}

type Feeds = { readonly [name: string]: Tensor };

function vector(data: ArrayLike<number>): Tensor {
  return { dtype: "float", shape: [data.length], data: Float32Array.from(data) };
}

function feedable(session: Session, feeds: Feeds): Feeds {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputs.includes(name)));
}

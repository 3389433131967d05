/** A graph as the body of a loop: one step, and how its inputs and outputs take part in a run of many. */
import { InternalError } from "../core/errors.ts";
import type { Graph } from "./graph.ts";

/** How the inputs and outputs of a body take part in a loop. */
export interface LoopSpec {
  readonly name: string;
  /** One step. Every input is named in exactly one of the lists below; an input that a list names may be absent. */
  readonly body: Graph;
  /** State: the output of this name feeds the input of this name in the next step. In and out of the model as it is. */
  readonly carried: readonly string[];
  /** Inputs that are `[i]` of a model input `[S, ...]` in step i. */
  readonly perStep: readonly string[];
  /** Inputs that are the same in every step. */
  readonly captured: readonly string[];
  /** Captured inputs whose first extent each run decides; the body only gathers from them. */
  readonly free?: readonly string[];
  /** Outputs that the model stacks to `[S, ...]`. */
  readonly collected: readonly string[];
}

/** Throws where the lists of a loop do not cover its body. Errors: internal. */
export function checkLoop({ body, carried, perStep, captured, collected }: LoopSpec): void {
  const inputs = [...carried, ...perStep, ...captured];
  const outputs = [...carried, ...collected];
  const uncovered = Object.keys(body.inputs).filter((name) => !inputs.includes(name));
  const absent = outputs.filter((name) => !body.outputs[name]);
  const repeated = inputs.filter((name, i) => inputs.indexOf(name) !== i);
  if (uncovered.length + absent.length + repeated.length > 0) {
    throw new InternalError(
      `a loop's lists do not fit its body: inputs in no list [${uncovered}], outputs that the body lacks [${absent}], ` +
        `inputs named twice [${repeated}]`,
    );
  }
}

/**
 * The domain of dependence: which statements and states the weights depend on.
 *
 * A value is the statement that made it, so running the genome is looking its names up (`definitions.ts`). Within one step, what no output needs is dead. Across steps more is: a state that
 * is overwritten before it is read never reaches the weights, nor does a state that only feeds dead states. So liveness
 * starts from the update, and a state's new value counts only once a live statement reads its old one.
 */
import type { Genome, Instruction, Operand } from "../genome.ts";
import { definitionsOf, placeOf } from "./definitions.ts";
import { keepLast } from "./keep-last.ts";

/** What is live. */
export interface Dependence {
  /** 1 for each statement that the weights depend on, 0 for the others. */
  readonly live: Uint8Array;
  /** The same of each state, in order. */
  readonly liveStates: Uint8Array;
}

/** What the weights of this and all later steps depend on. */
export function dependenceOf(genome: Genome): Dependence {
  return reach(genome, { states: "as read" });
}

/** What the outputs of one step depend on, the new states all counted: the analysis of the paper. */
export function dependenceWithinStep(genome: Genome): Dependence {
  return reach(genome, { states: "all" });
}

/** Share of statements that change nothing, 0 … 1; `return` is not counted. 0 where there are no statements. */
export function redundancyOf(genome: Genome): number {
  if (genome.body.length === 0) return 0;
  return 1 - dependenceOf(genome).live.reduce((sum, one) => sum + one, 0) / genome.body.length;
}

/**
 * The genome without what is dead. Its inputs are the same, so its text runs like the paper's; a dead state is returned
 * under the name of its input, and whatever that holds is never read. Law: the weights are the same, bit for bit.
 */
export const pruneGenome: (genome: Genome) => Genome = keepLast((genome) => {
  const { live, liveStates } = dependenceOf(genome);
  const body: Instruction[] = [];
  for (let at = 0; at < live.length; at++) if (live[at] === 1) body.push(genome.body[at]!);
  const outputs: Operand[] = genome.outputs.map((output, i) =>
    i === 0 || liveStates[i - 1] === 1 ? output : genome.inputs[i + 1]!,
  );
  return { inputs: genome.inputs, body, outputs };
});

function reach(genome: Genome, { states }: { readonly states: "all" | "as read" }): Dependence {
  const { reads, starts, outputs } = definitionsOf(genome);
  const live = new Uint8Array(genome.body.length);
  const liveStates = new Uint8Array(outputs.length - 1).fill(states === "all" ? 1 : 0);
  const pending = states === "all" ? [...outputs] : [outputs[0]!];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value >= 0) {
      if (live[value] === 1) continue;
      live[value] = 1;
      for (let i = starts[value]!; i < starts[value + 1]!; i++) pending.push(reads[i]!);
    } else {
      const state = placeOf(value) - firstStatePlace;
      if (state < 0 || state >= liveStates.length || liveStates[state] === 1) continue;
      liveStates[state] = 1;
      pending.push(outputs[state + 1]!);
    }
  }
  return { live, liveStates };
}

/** States follow weights and gradient among the inputs. */
const firstStatePlace = 2;

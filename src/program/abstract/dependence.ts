/**
 * The domain of dependence: which statements and states the weights depend on.
 *
 * A value is the statement that made it. Within one step, what no output needs is dead. Across steps more is: a state that
 * is overwritten before it is read never reaches the weights, nor does a state that only feeds dead states. So liveness
 * starts from the update, and a state's new value counts only once a live statement reads its old one.
 */
import type { Genome, Instruction, Operand } from "../genome.ts";
import { type Domain, interpretAbstractly } from "./interpret.ts";

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
export function pruneGenome(genome: Genome): Genome {
  const { live, liveStates } = dependenceOf(genome);
  const body: Instruction[] = [];
  for (let at = 0; at < live.length; at++) if (live[at] === 1) body.push(genome.body[at]!);
  const outputs: Operand[] = genome.outputs.map((output, i) =>
    i === 0 || liveStates[i - 1] === 1 ? output : genome.inputs[i + 1]!,
  );
  return { inputs: genome.inputs, body, outputs };
}

/** A value: the number of its statement, or one of these. */
const literal = -1;
const inputAt = (place: number): number => -2 - place;
const placeOf = (value: number): number => -2 - value;

function reach(genome: Genome, { states }: { readonly states: "all" | "as read" }): Dependence {
  const uses: (readonly number[])[] = [];
  const outputs = interpretAbstractly(genome, definitions(uses));
  const live = new Uint8Array(genome.body.length);
  const liveStates = new Uint8Array(outputs.length - 1);
  const pending = states === "all" ? [...outputs] : [outputs[0]!];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value >= 0 && live[value] === 0) {
      live[value] = 1;
      for (const used of uses[value]!) if (used !== literal) pending.push(used);
    }
    const state = placeOf(value) - 2;
    if (value < literal && state >= 0 && state < liveStates.length && liveStates[state] === 0) {
      liveStates[state] = 1;
      pending.push(outputs[state + 1]!);
    }
  }
  return { live, liveStates };
}

/** Notes in `uses` the values that each statement reads. */
function definitions(uses: (readonly number[])[]): Domain<number> {
  return {
    input: inputAt,
    literal: () => literal,
    call: (_, args, at) => {
      uses[at] = args;
      return at;
    },
    unknown: () => literal,
  };
}

/**
 * The domain of dependence: which statements and states the weights depend on.
 *
 * A value is the statement that made it, so running the genome is looking its names up. Within one step, what no output needs is dead. Across steps more is: a state that
 * is overwritten before it is read never reaches the weights, nor does a state that only feeds dead states. So liveness
 * starts from the update, and a state's new value counts only once a live statement reads its old one.
 */
import type { Genome, Instruction, Operand } from "../genome.ts";
import { absent, createNameTable, numberOf } from "../names.ts";
import { operandList } from "../operands.ts";
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
  const outputs = genome.outputs.map(
    (output, i): Operand => (i === 0 || liveStates[i - 1] === 1 ? output : genome.inputs[i + 1]!),
  );
  return { inputs: genome.inputs, body, outputs: operandList(outputs) };
});

function reach(genome: Genome, { states }: { readonly states: "all" | "as read" }): Dependence {
  const { body, outputs } = genome;
  noteAssignments(genome);
  const live = new Uint8Array(body.length);
  const liveStates = new Uint8Array(outputs.length - 1);
  const pending: number[] = [];
  const needOutput = (place: number): void => need(outputs[place]!, body.length);
  const need = (operand: Operand, at: number): void => {
    const found = typeof operand === "number" ? nothing : definitionOf(operand, at);
    if (found >= 0) {
      if (live[found] === 1) return;
      live[found] = 1;
      pending.push(found);
      return;
    }
    const state = placeOf(found) - firstStatePlace;
    if (state < 0 || state >= liveStates.length || liveStates[state] === 1) return;
    liveStates[state] = 1;
    needOutput(state + 1);
  };
  needOutput(0);
  if (states === "all") {
    liveStates.fill(1);
    for (let state = 0; state < liveStates.length; state++) needOutput(state + 1);
  }
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { args } = body[at]!;
    for (let i = 0; i < args.length; i++) need(args[i]!, at);
  }
  return { live, liveStates };
}

/** States follow weights and gradient among the inputs. */
const firstStatePlace = 2;

/** What gives a name its value: the number of a statement, or an input, or nothing. */
type Definition = number;
const nothing: Definition = absent;

function inputAt(place: number): Definition {
  return -2 - place;
}

/** Place of the input, or a negative number for what is none. */
function placeOf(definition: Definition): number {
  return -2 - definition;
}

/** The last definition of each name of the genome at hand. */
const latest = createNameTable();

/** By statement of the genome at hand: what defined its target before. */
let replaced = new Int32Array(0);

function noteAssignments({ inputs, body }: Genome): void {
  if (replaced.length < body.length) replaced = new Int32Array(2 * body.length);
  latest.clear();
  for (let place = 0; place < inputs.length; place++) latest.set(numberOf(inputs[place]!), inputAt(place));
  for (let at = 0; at < body.length; at++) {
    const target = numberOf(body[at]!.target);
    replaced[at] = latest.get(target);
    latest.set(target, at);
  }
}

/** What defines a name where the statement numbered `at` reads it. */
function definitionOf(name: string, at: number): Definition {
  let found = latest.get(numberOf(name));
  while (found >= at) found = replaced[found]!;
  return found;
}

/**
 * Which statement each operand of a genome comes from: the first thing that every analysis needs.
 *
 * Names are looked up once for a genome; everything later works on numbers.
 */
import type { Genome, Operand } from "../genome.ts";
import { keepLast } from "./keep-last.ts";

/** Where an operand comes from: the number of a statement, or one of the two below, or `inputAt(place)`. */
export type Definition = number;

/** A number written in the statement. */
export const literal: Definition = -1;

/** A name that nothing was assigned to before. */
export const unknown: Definition = -2;

/** An input, by its place in the signature. */
export function inputAt(place: number): Definition {
  return -3 - place;
}

/** Place of the input, or a negative number for what is none. */
export function placeOf(definition: Definition): number {
  return -3 - definition;
}

/** Definitions of all operands. */
export interface Definitions {
  /** Those of statement `at` are `reads[starts[at]]` up to `reads[starts[at + 1]]`, excluded. */
  readonly reads: readonly Definition[];
  readonly starts: readonly number[];
  readonly outputs: readonly Definition[];
}

/** Definitions of a genome's operands. */
export const definitionsOf: (genome: Genome) => Definitions = keepLast(define);

/** Names that have a value just before the statement numbered `end`, in order of first assignment, and its definitions. */
export function namesBefore(
  { inputs, body }: Genome,
  end: number,
): { names: readonly string[]; definitions: readonly Definition[] } {
  epoch += 1;
  const names: string[] = [];
  const definitions: Definition[] = [];
  const hold = (name: string, definition: Definition): void => {
    const number = numberOf(name);
    if (epochs[number] !== epoch) {
      epochs[number] = epoch;
      holders[number] = names.push(name) - 1;
    }
    definitions[holders[number]!] = definition;
  };
  for (let place = 0; place < inputs.length; place++) hold(inputs[place]!, inputAt(place));
  for (let at = 0; at < end; at++) hold(body[at]!.target, at);
  return { names, definitions };
}

/** A number for each name ever seen; programs share few names. */
const numbers = new Map<string, number>();

/** By the number of a name: where its value is noted, if `epochs` says that it was noted in the pass under way. */
const holders: number[] = [];
const epochs: number[] = [];
let epoch = 0;

function define({ inputs, body, outputs }: Genome): Definitions {
  epoch += 1;
  for (let place = 0; place < inputs.length; place++) assign(inputs[place]!, inputAt(place));
  const reads: Definition[] = [];
  const starts: number[] = [0];
  for (let at = 0; at < body.length; at++) {
    const { target, args } = body[at]!;
    for (let i = 0; i < args.length; i++) reads.push(definitionOf(args[i]!));
    starts.push(reads.length);
    assign(target, at);
  }
  return { reads, starts, outputs: outputs.map(definitionOf) };
}

function definitionOf(operand: Operand): Definition {
  if (typeof operand === "number") return literal;
  const number = numberOf(operand);
  return epochs[number] === epoch ? holders[number]! : unknown;
}

function assign(name: string, definition: Definition): void {
  const number = numberOf(name);
  holders[number] = definition;
  epochs[number] = epoch;
}

function numberOf(name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  holders.push(0);
  epochs.push(0);
  return numbers.size - 1;
}

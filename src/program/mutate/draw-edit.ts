/**
 * Draws of one edit of each kind, uniform over what its kind can do. The parent is valid, and so is the child.
 *
 * Insert: position, then function, then each argument among the names in scope and the literals, then the target among a
 * fresh name and the names of the result's type; with `inPlace`, the target is one of the arguments, where types agree. Delete: statement. Modify: statement, then argument; a name becomes another
 * one of its type, a number is scaled by 2^a with a ~ N(0, 1). The inputs and the last `return` never change. Where the rate
 * is a last factor (`rate-last.ts`), of the statements that apply it only numbers change.
 * Source: Chen et al. 2023, arXiv:2302.06675, section 2, and google/automl hero. Deviation: the second argument of `interp`
 * and all others may be trees alike, and names in scope are listed once (defects of the published code).
 */
import type { Rng } from "../../core/rng.ts";
import { operandType, resultType, type Scope, scopeBefore } from "../abstract/types.ts";
import type { ProgramFunction } from "../functions.ts";
import type { Edit, Genome, Operand } from "../genome.ts";
import { sharedName } from "../names.ts";
import { operandList } from "../operands.ts";
import { largestLiteral, type Mutation } from "./mutation.ts";
import { changeableLength, rateOf } from "./rate-last.ts";

/** Names that new variables get, as in the published programs. */
const freshNames: readonly string[] = Array.from({ length: 1000 }, (_, i) => sharedName(`v${i}`));

/** A new statement. */
export function drawInsertion(genome: Genome, rng: Rng, mutation: Mutation): Edit {
  const at = rng.below(changeableLength(genome, mutation.options) + 1);
  const scope = drawnScope(genome, at, mutation);
  const fn = mutation.insertable[rng.below(mutation.insertable.length)]!;
  const drawn = drawArguments(fn, scope, { rng, mutation });
  const passed = drawPassed(drawn, scope.names, { rng, mutation });
  if (passed !== null) drawn[passed.place] = passed.name;
  const args = operandList(drawAverage(fn, drawn, { rng, mutation }));
  const type = resultType(
    fn,
    args.map((arg) => operandType(scope, arg)),
  );
  const targets = scope.names.filter((_, i) => scope.types[i] === type);
  if (passed !== null && targets.includes(passed.name))
    return { kind: "insert", at, target: passed.name, fn: fn.name, args };
  const chosen = rng.below(targets.length + 1);
  const target = targets[chosen] ?? freshName(genome, rng);
  return { kind: "insert", at, target, fn: fn.name, args };
}

/** A change of one argument of a statement, or null where it has none that could be another one. */
export function drawModification(
  genome: Genome,
  at: number,
  { rng, mutation }: { rng: Rng; mutation: Mutation },
): Edit | null {
  const { args } = genome.body[at]!;
  if (args.length === 0) return null;
  const scope = at < changeableLength(genome, mutation.options) ? drawnScope(genome, at, mutation) : nothingInScope;
  for (const argument of inRandomOrder(args.length, rng)) {
    const to = drawReplacement(args[argument]!, scope, { rng, mutation });
    if (to !== null) return { kind: "modify", at, argument, to };
  }
  return null;
}

/** A literal scaled by 2^a with a ~ N(0, 1). */
export function scaledLiteral(value: number, rng: Rng): number {
  return boundedLiteral(value * 2 ** rng.normal());
}

/** The number, or the nearest that literals may be. */
export function boundedLiteral(value: number): number {
  return Math.max(-largestLiteral, Math.min(largestLiteral, value));
}

/** 0 … n - 1, each order equally likely, drawn as far as it is read. */
export function* inRandomOrder(n: number, rng: Rng): Generator<number, void, undefined> {
  const drawn = new Set<number>();
  while (drawn.size < n) {
    const chosen = rng.below(n);
    if (drawn.has(chosen)) continue;
    drawn.add(chosen);
    yield chosen;
  }
}

/** What a new statement numbered `at` may read and assign. */
export function drawnScope(genome: Genome, at: number, { options }: Mutation): Scope {
  const scope = scopeBefore(genome, at);
  return options.rate === "any" ? scope : withoutName(scope, rateOf(genome));
}

/** An argument for each parameter of a function, each drawn by itself. */
export function drawArguments(fn: ProgramFunction, { names }: Scope, { rng, mutation }: Drawing): Operand[] {
  return fn.parameters.map(() => drawOperand(names, rng, mutation));
}

/** The arguments, with the weight of an average drawn anew where it is drawn by its share. */
export function drawAverage(
  fn: ProgramFunction,
  args: readonly Operand[],
  { rng, mutation }: Drawing,
): readonly Operand[] {
  const { averages } = mutation.options;
  if (averages === null || !isAverage(fn)) return args;
  const doublings = Math.log2(averages.most / averages.least);
  const share = averages.least * 2 ** (doublings * rng.uniform());
  return args.with(averageWeight, Number((1 - share).toPrecision(4)));
}

/** How many of a function's arguments, the first ones, may be a value that passes through it. */
export function passing(fn: ProgramFunction, { options }: Mutation): number {
  return options.averages !== null && isAverage(fn) ? averageWeight : fn.parameters.length;
}

/** Whether a function is the average, whose last argument is the weight of its second. */
export function isAverage({ name }: ProgramFunction): boolean {
  return name === "interp";
}

/** The place of that weight. */
const averageWeight = 2;

/** What a draw is made with. */
export interface Drawing {
  readonly rng: Rng;
  readonly mutation: Mutation;
}

const nothingInScope: Scope = { names: [], types: [] };

function withoutName({ names, types }: Scope, name: string): Scope {
  const place = names.indexOf(name);
  return { names: names.toSpliced(place, 1), types: types.toSpliced(place, 1) };
}

function drawOperand(names: readonly string[], rng: Rng, { options }: Mutation): Operand {
  const { constants, newConstant } = options;
  const chosen = rng.below(names.length + 1 + constants.length);
  if (chosen < names.length) return names[chosen]!;
  if (chosen > names.length) return constants[chosen - names.length - 1]!;
  return newConstant === "one" ? 1 : rng.normal();
}

/** With chance `inPlace`, a value that is to pass through the new statement, and its place among the arguments. */
function drawPassed(
  { length }: readonly Operand[],
  names: readonly string[],
  { rng, mutation: { options } }: { readonly rng: Rng; readonly mutation: Mutation },
): { readonly place: number; readonly name: string } | null {
  if (options.inPlace === 0 || length === 0 || rng.uniform() >= options.inPlace) return null;
  return { place: rng.below(length), name: names[rng.below(names.length)]! };
}

/** Another operand, or null where there is none. With `resample`, a new N(0, 1) number is one more choice. */
function drawReplacement(
  operand: Operand,
  scope: Scope,
  { rng, mutation: { options } }: { rng: Rng; mutation: Mutation },
): Operand | null {
  if (typeof operand === "number") {
    return options.resample && rng.below(2) === 1 ? rng.normal() : scaledLiteral(operand, rng);
  }
  if (scope.names.length === 0) return null;
  const type = operandType(scope, operand);
  const others = scope.names.filter((name, i) => scope.types[i] === type && name !== operand);
  const choices = others.length + (options.resample ? 1 : 0);
  if (choices === 0) return null;
  return others[rng.below(choices)] ?? rng.normal();
}

/** A name that the genome does not use; where it uses all of them, any. */
export function freshName({ inputs, body }: Genome, rng: Rng): string {
  let name = "";
  for (let attempt = 0; attempt < freshNames.length; attempt++) {
    name = freshNames[rng.below(freshNames.length)]!;
    if (!inputs.includes(name) && !body.some(({ target }) => target === name)) return name;
  }
  return name;
}

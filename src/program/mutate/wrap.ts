/**
 * Wrapping one use of a value: one statement reads a new value made of it, all others read it as before.
 *   … x …   becomes   t = f(x, …);  … t …
 *
 * An insertion in place overwrites x for everything that follows, a state included. With a wrap, a step may use one average of
 * the gradient while the state keeps another, as in Lion and Nadam: from signum, Lion is one wrap of the momentum's use.
 */
import type { Rng } from "../../core/rng.ts";
import { dependenceOf } from "../abstract/dependence.ts";
import { sizeBefore } from "../abstract/sizes.ts";
import { operandType, resultType, type Scope } from "../abstract/types.ts";
import type { ProgramFunction } from "../functions.ts";
import type { Edit, Genome, Operand } from "../genome.ts";
import { operandList } from "../operands.ts";
import { applyEdit } from "./apply-edit.ts";
import {
  type Drawing,
  drawArguments,
  drawAverage,
  drawnScope,
  freshName,
  inRandomOrder,
  isAverage,
  passing,
} from "./draw-edit.ts";
import { scalingBetween } from "./graft.ts";
import { changeableLength } from "./rate-last.ts";

/** A child and the edits that made it: an insertion, one that grafts it where it is drawn, and a modification. */
export interface Wrapped {
  readonly child: Genome;
  readonly edits: readonly [Edit, ...Edit[]];
}

/**
 * The child in which one use, by a statement that the weights depend on, is wrapped; null where there is none. Uniform over
 * statements, then over their arguments that are names, then over the functions whose value has the type of the name's,
 * of which an average may be preferred.
 */
export function wrapOneUse(genome: Genome, drawing: Drawing): Wrapped | null {
  const { rng, mutation } = drawing;
  const { live } = dependenceOf(genome);
  for (const at of inRandomOrder(changeableLength(genome, mutation.options), rng)) {
    if (live[at] === 0) continue;
    const { args } = genome.body[at]!;
    const scope = drawnScope(genome, at, mutation);
    for (const argument of inRandomOrder(args.length, rng)) {
      const used = args[argument]!;
      if (typeof used === "number") continue;
      const insertion = drawAround(used, { genome, at, scope }, drawing);
      if (insertion !== null) return wrapped(genome, { used, argument, insertion }, drawing);
    }
  }
  return null;
}

type Insertion = Edit & { readonly kind: "insert" };

/** A new statement before the use, whose value is of the type of the used one and made of it. */
function drawAround(
  used: string,
  { genome, at, scope }: { readonly genome: Genome; readonly at: number; readonly scope: Scope },
  drawing: Drawing,
): Insertion | null {
  const { rng, mutation } = drawing;
  const type = operandType(scope, used);
  for (const fn of inDrawnOrder(drawing)) {
    const places = passing(fn, mutation);
    if (places === 0) continue;
    const drawn: readonly Operand[] = drawArguments(fn, scope, drawing).with(rng.below(places), used);
    const args = operandList(drawAverage(fn, drawn, drawing));
    const types = args.map((arg) => operandType(scope, arg));
    if (resultType(fn, types) !== type) continue;
    return { kind: "insert", at, target: freshName(genome, rng), fn: fn.name, args };
  }
  return null;
}

/** The functions in the order in which they are tried: the average first as often as the options say. */
function* inDrawnOrder({ rng, mutation: { insertable, options } }: Drawing): Generator<ProgramFunction> {
  const { wraps = 0 } = options.averages ?? {};
  const first = wraps > 0 && rng.uniform() < wraps ? insertable.find(isAverage) : undefined;
  if (first !== undefined) yield first;
  for (const chosen of inRandomOrder(insertable.length, rng))
    if (insertable[chosen] !== first) yield insertable[chosen]!;
}

function wrapped(
  parent: Genome,
  { used, argument, insertion }: { readonly used: string; readonly argument: number; readonly insertion: Insertion },
  { rng, mutation: { options, table } }: Drawing,
): Wrapped {
  const { at, target } = insertion;
  const read = (statement: number): Edit => ({ kind: "modify", at: statement, argument, to: target });
  const plain = [insertion, read(at + 1)] as const;
  const child = plain.reduce<Genome>((genome, edit) => applyEdit(genome, edit, table), parent);
  if (!drawsGraft(parent, options, rng)) return { child, edits: plain };
  const scaling = scalingBetween(sizeBefore(parent, at, used), sizeBefore(child, at + 1, target), {
    at: at + 1,
    target,
  });
  if (scaling === null) return { child, edits: plain };
  const edits = [insertion, scaling, read(at + 2)] as const;
  return { child: edits.reduce<Genome>((genome, edit) => applyEdit(genome, edit, table), parent), edits };
}

/** Whether the new value is brought to the size of the used one, for which there must be room. */
function drawsGraft(
  { body }: Genome,
  { graft, maxLength }: { readonly graft: number; readonly maxLength: number | null },
  rng: Rng,
): boolean {
  if (graft === 0 || rng.uniform() >= graft) return false;
  return maxLength === null || body.length + 3 <= maxLength;
}

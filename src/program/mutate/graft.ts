/**
 * Grafting: a mutant's new value is brought to the size of the value that it takes the place of.
 *
 * What a changed statement is good for is its direction; a size that is off by ten hides it, as no rate or decay in the
 * program fits it any more. Source: the idea of learning-rate grafting, Agarwal et al. 2020, arXiv:2002.11803.
 *   x = f(…);  x = c x,  with c = |x of the parent| / |x of the child|, sizes as in `abstract/sizes.ts`
 */
import { dependenceOf } from "../abstract/dependence.ts";
import { sizeBefore } from "../abstract/sizes.ts";
import type { Edit, Genome } from "../genome.ts";
import type { FunctionTable } from "../genome-functions.ts";
import { applyEdit } from "./apply-edit.ts";

/** Sizes that differ by less than this factor are left alone. */
const tolerance = 2;

/**
 * The edit that follows `edit`, of which `child` came; null where the weights do not depend on the value, where sizes agree,
 * or where one of them is 0 or not finite.
 */
export function graftingEdit(parent: Genome, child: Genome, edit: Edit): Edit | null {
  if (edit.kind === "delete" || (edit.kind === "modify" && typeof edit.to === "number")) return null;
  if (dependenceOf(child).live[edit.at] === 0) return null;
  const { target } = child.body[edit.at]!;
  const known =
    parent.inputs.includes(target) || parent.body.slice(0, edit.at + 1).some((one) => one.target === target);
  if (!known) return null;
  const before = sizeBefore(parent, edit.kind === "insert" ? edit.at : edit.at + 1, target);
  const after = sizeBefore(child, edit.at + 1, target);
  return scalingBetween(before, after, { at: edit.at + 1, target });
}

/**
 * The statement, at a place, that brings a value of the size `after` to the size `before`; null where sizes agree, or where
 * one of them is 0 or not finite.
 */
export function scalingBetween(
  before: number,
  after: number,
  { at, target }: { readonly at: number; readonly target: string },
): Edit | null {
  const factor = before / after;
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) return null;
  if (factor < tolerance && factor > 1 / tolerance) return null;
  return { kind: "insert", at, target, fn: "*", args: [target, Number(factor.toPrecision(2))] };
}

/** The child with its new value grafted, and the edits that led to it. */
export function graft(
  parent: Genome,
  { child, edit, table }: { readonly child: Genome; readonly edit: Edit; readonly table: FunctionTable },
): { readonly child: Genome; readonly edits: readonly [Edit, ...Edit[]] } {
  const scaling = graftingEdit(parent, child, edit);
  if (scaling === null) return { child, edits: [edit] };
  return { child: applyEdit(child, scaling, table), edits: [edit, scaling] };
}

/**
 * Mutation: a valid child of a genome by one random edit, or by the few that wrap one use.
 *
 * The kind is drawn by weight, once; then edits of that kind are drawn until the whole child is valid. A kind without any
 * valid edit gives its turn to the others. So the shares of the kinds are the weights, however many deletions would leave a
 * name without a value.
 *
 * The parent is valid, so little has to be checked again. Insertions and modifications take names that have a value where
 * they are read, and every type is good everywhere: they are valid. A deletion is, unless a later statement reads its target.
 */
import type { Rng } from "../../core/rng.ts";
import type { Edit, Genome } from "../genome.ts";
import { applyEdit } from "./apply-edit.ts";
import { mayDelete } from "./deletion.ts";
import { type Drawing, drawInsertion, drawModification, inRandomOrder } from "./draw-edit.ts";
import { graft } from "./graft.ts";
import type { Mutation } from "./mutation.ts";
import { changeableLength } from "./rate-last.ts";
import { wrapOneUse } from "./wrap.ts";

/** A child and how it came about. */
export interface Mutant {
  readonly child: Genome;
  /** One edit, and that which grafts it; or those that wrap one use. Law: applying them to the parent, in order, gives the child. */
  readonly edits: readonly [Edit, ...Edit[]];
  /** Edits that were drawn before and left no valid program. */
  readonly invalid: number;
}

/** A child of a valid genome, or null where no edit is possible. */
export function mutate(genome: Genome, rng: Rng, mutation: Mutation): Mutant | null {
  const weights = { ...mutation.options.weights };
  const { maxLength } = mutation.options;
  if (maxLength !== null && genome.body.length + 1 >= maxLength) weights.insert = weights.wrap = 0;
  let invalid = 0;
  for (;;) {
    const kind = drawKind(weights, rng);
    if (kind === null) return null;
    if (kind === "wrap") {
      const wrapped = wrapOneUse(genome, { rng, mutation });
      if (wrapped !== null) return { ...wrapped, invalid };
    } else {
      const drawn = drawEdit(kind, genome, { rng, mutation });
      invalid += drawn.invalid;
      if (drawn.edit !== null) return { ...changed(genome, drawn.edit, { rng, mutation }), invalid };
    }
    weights[kind] = 0;
  }
}

function changed(
  parent: Genome,
  edit: Edit,
  { rng, mutation }: { rng: Rng; mutation: Mutation },
): Omit<Mutant, "invalid"> {
  const { table, options } = mutation;
  const child = applyEdit(parent, edit, table);
  if (options.graft === 0 || rng.uniform() >= options.graft) return { child, edits: [edit] };
  const { maxLength } = options;
  const full = maxLength !== null && child.body.length + 1 >= maxLength;
  return full ? { child, edits: [edit] } : graft(parent, { child, edit, table });
}

type Kind = Edit["kind"] | "wrap";

/** In the order in which they share the numbers from 0 to the sum of their weights. */
const kinds: readonly Kind[] = ["delete", "insert", "modify", "wrap"];

function drawKind(weights: { readonly [K in Kind]: number }, rng: Rng): Kind | null {
  let total = 0;
  let last: Kind | null = null;
  for (const kind of kinds) {
    total += weights[kind];
    if (weights[kind] > 0) last = kind;
  }
  let left = rng.uniform() * total;
  for (const kind of kinds) {
    if (left < weights[kind]) return kind;
    left -= weights[kind];
  }
  return last; // by rounding alone, or where no kind is left
}

/** An edit, or null where its kind has none that is valid; `invalid`: how many were drawn in vain. */
interface Drawn {
  readonly edit: Edit | null;
  readonly invalid: number;
}

function drawEdit(kind: Edit["kind"], genome: Genome, using: Drawing): Drawn {
  switch (kind) {
    case "insert":
      return { edit: drawInsertion(genome, using.rng, using.mutation), invalid: 0 };
    case "delete":
      return drawDeletion(genome, using);
    case "modify":
      for (const at of inRandomOrder(genome.body.length, using.rng)) {
        const edit = drawModification(genome, at, using);
        if (edit !== null) return { edit, invalid: 0 };
      }
      return { edit: null, invalid: 0 };
  }
}

function drawDeletion(genome: Genome, { rng, mutation: { options } }: Drawing): Drawn {
  let invalid = 0;
  for (const at of inRandomOrder(changeableLength(genome, options), rng)) {
    if (mayDelete(genome, at)) return { edit: { kind: "delete", at }, invalid };
    invalid += 1;
  }
  return { edit: null, invalid };
}

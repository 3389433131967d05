/**
 * Mutation: a valid child of a genome by one random edit.
 *
 * The kind is drawn by weight, once; then edits of that kind are drawn until the whole child is valid. A kind without any
 * valid edit gives its turn to the others. So the shares of the kinds are the weights, however many deletions would leave a
 * name without a value.
 */
import type { Rng } from "../../core/rng.ts";
import { checkGenome } from "../abstract/types.ts";
import type { Edit, Genome } from "../genome.ts";
import { applyEdit } from "./apply-edit.ts";
import { drawInsertion, drawModification, inRandomOrder } from "./draw-edit.ts";
import { mutateConstant } from "./mutate-constant.ts";
import type { Mutation } from "./mutation.ts";

/** A child and how it came about. */
export interface Mutant {
  readonly child: Genome;
  /** One edit. Law: applying it to the parent gives the child. */
  readonly edits: readonly [Edit];
  /** Edits that were drawn before and left no valid program. */
  readonly invalid: number;
}

/** A child of a valid genome, or null where no edit is possible. */
export function mutate(genome: Genome, rng: Rng, mutation: Mutation): Mutant | null {
  const weights = { ...mutation.options.weights };
  const { maxLength } = mutation.options;
  if (maxLength !== null && genome.body.length + 1 >= maxLength) weights.insert = 0;
  let invalid = 0;
  for (;;) {
    const kind = drawKind(weights, rng);
    if (kind === null) return null;
    if (kind === "tune") {
      const tuned = mutateConstant(genome, rng, { liveOnly: true });
      if (tuned !== null) return { ...tuned, invalid };
      weights.tune = 0;
      continue;
    }
    for (const edit of drawEdits(kind, genome, { rng, mutation })) {
      const child = applyEdit(genome, edit, mutation.table);
      if (checkGenome(child) === null) return { child, edits: [edit], invalid };
      invalid += 1;
    }
    weights[kind] = 0;
  }
}

type Kind = Edit["kind"] | "tune";

/** Insertions that are drawn before their kind is given up. Each one is valid if the parent is; this is a last resort. */
const insertions = 100;

function drawKind(weights: { readonly [K in Kind]: number }, rng: Rng): Kind | null {
  const kinds = (["delete", "insert", "modify", "tune"] as const).filter((kind) => weights[kind] > 0);
  const total = kinds.reduce((sum, kind) => sum + weights[kind], 0);
  let left = rng.uniform() * total;
  for (const kind of kinds) {
    if (left < weights[kind]) return kind;
    left -= weights[kind];
  }
  return kinds.at(-1) ?? null;
}

/** Edits of one kind, in random order. */
function* drawEdits(
  kind: Edit["kind"],
  genome: Genome,
  using: { rng: Rng; mutation: Mutation },
): Generator<Edit, void, undefined> {
  switch (kind) {
    case "insert":
      for (let i = 0; i < insertions; i++) yield drawInsertion(genome, using.rng, using.mutation);
      return;
    case "delete":
      for (const at of inRandomOrder(genome.body.length, using.rng)) yield { kind: "delete", at };
      return;
    case "modify":
      for (const at of inRandomOrder(genome.body.length, using.rng)) {
        const edit = drawModification(genome, at, using);
        if (edit !== null) yield edit;
      }
      return;
  }
}

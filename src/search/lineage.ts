/**
 * The genome of a child, rebuilt from the edits of its ancestors.
 */
import { InternalError, LabError } from "../core/errors.ts";
import type { Genome } from "../program/genome.ts";
import type { ChildRecord, SearchConfig } from "../records/search-records.ts";
import { languageOf, replayEdits } from "./language.ts";

/**
 * The genome of child `id` of a search, statements that change nothing included. `children`: those of the search up to it.
 * Errors: `unknown-child` with how many there are; those of the seed program.
 */
export function genomeOfChild(
  { config, children }: { readonly config: SearchConfig; readonly children: readonly ChildRecord[] },
  id: number,
): Genome {
  const language = languageOf(config);
  const line = lineOf(children, id);
  return line.reduce((genome, { edits }) => replayEdits(genome, edits, language), language.seed);
}

/** The ancestors of a child from the seed on, itself included. */
function lineOf(children: readonly ChildRecord[], id: number): readonly ChildRecord[] {
  const line: ChildRecord[] = [];
  for (let next: number | null = id; next !== null; ) {
    const child: ChildRecord | undefined = children[next];
    if (child === undefined) throw unknownChild(id, children.length);
    if (child.parent !== null && child.parent >= child.id)
      throw new InternalError(`child ${child.id} precedes its parent`);
    line.push(child);
    next = child.parent;
  }
  return line.reverse();
}

function unknownChild(id: number, count: number): LabError {
  const found = count === 0 ? "it has none yet" : `they are numbered 0 to ${count - 1}`;
  return new LabError("unknown-child", `The search has no child ${id}: ${found}.`, { id, count });
}

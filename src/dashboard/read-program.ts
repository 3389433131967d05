/** A program of a search with its ancestors, each read by its place: a search has hundreds of thousands of children, a line a few hundred. */
import { setImmediate as letOthersIn } from "node:timers/promises";
import type { ChildRecord, EvaluationRecord } from "../records/search-records.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import type { Ancestor } from "../report/discovery/ancestry-steps.ts";
import type { ArchiveIndex } from "./archive-index.ts";
import type { ProgramDetail } from "./discovery-frame.ts";

/** What is read of a store. */
export type ReadArchive = Pick<SearchStorage, "children" | "evaluations">;

/** A search whose archive was read once. */
export interface IndexedSearch {
  readonly key: string;
  readonly index: ArchiveIndex;
}

/** The program; null where the search has none of that identity. Errors: those of the store. */
export async function readProgram(
  storage: ReadArchive,
  search: IndexedSearch,
  identity: string,
): Promise<ProgramDetail | null> {
  const found = await evaluationOf(storage, search, identity);
  if (found === null) return null;
  const line = await readLine(storage, search, found.child);
  const programs: { [identity: string]: string } = {};
  for (const child of line) {
    if (programs[child.identity] !== undefined) continue;
    const ancestor = await evaluationOf(storage, search, child.identity);
    if (ancestor !== null) programs[child.identity] = ancestor.evaluation.program;
    await letOthersIn();
  }
  const { number, program, length, fitness, status, failure } = found.evaluation;
  const scores = found.evaluation.scores.map(({ curve: _, ...score }) => score);
  return {
    search: search.key,
    evaluation: { identity, number, program, length, fitness, status, failure, scores },
    line: line.map(ancestorOf),
    programs,
  };
}

async function evaluationOf(
  storage: Pick<ReadArchive, "evaluations">,
  { key, index }: IndexedSearch,
  identity: string,
): Promise<{ readonly evaluation: EvaluationRecord; readonly child: number } | null> {
  for (const { number, child } of index.placesOf(identity)) {
    const [evaluation] = await storage.evaluations(key, { from: number, end: number + 1 });
    if (evaluation?.identity === identity) return { evaluation, child };
  }
  return null;
}

/**
 * Ancestors of the child `first`, the seed first: from parent to parent. A restart that names no parent is a copy of the program of its
 * identity, and the line goes on with the first child of that.
 */
async function readLine(storage: ReadArchive, search: IndexedSearch, first: number): Promise<readonly ChildRecord[]> {
  const back: ChildRecord[] = [];
  let next: number | null = first;
  while (next !== null) {
    const [child]: readonly ChildRecord[] = await storage.children(search.key, { from: next, end: next + 1 });
    if (child === undefined) break;
    back.push(child);
    const { parent, reason, identity, id } = child;
    const copied = parent === null && reason === "restart" ? await evaluationOf(storage, search, identity) : null;
    next = parent ?? copied?.child ?? null;
    if (next !== null && next >= id) break; // a damaged archive: parents are older
    await letOthersIn();
  }
  return back.reverse();
}

function ancestorOf({ id, parent, reason, edits, identity, fitness, length }: ChildRecord): Ancestor {
  return { id, parent, reason, edits, identity, fitness, length };
}

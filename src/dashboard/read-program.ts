/** A program of a search with its ancestors, read stretch by stretch: a search has hundreds of thousands of children, a line a few hundred. */
import { setImmediate as letOthersIn } from "node:timers/promises";
import type { ChildRecord, EvaluationRecord, SearchRecord } from "../records/search-records.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import { type Ancestor, AncestryTrace } from "../report/discovery/ancestry-steps.ts";
import type { ProgramDetail } from "./discovery-frame.ts";

/** Children, and evaluations, that are read at once: some tens of milliseconds, in which nobody else is answered. */
const [childrenAtOnce, evaluationsAtOnce] = [5000, 1000];

/** What is read of a store. */
export type ReadArchive = Pick<SearchStorage, "children" | "evaluations">;

/** The program; null where the search has none of that identity. Errors: those of the store. */
export async function readProgram(
  storage: ReadArchive,
  search: SearchRecord,
  identity: string,
): Promise<ProgramDetail | null> {
  const line = await readLine(storage, search, identity);
  if (line.length === 0) return null;
  const found = await readEvaluations(storage, search, new Set(line.map((child) => child.identity)));
  const own = found.get(identity);
  if (own === undefined) return null;
  const { number, program, length, fitness, status, failure } = own;
  const scores = own.scores.map(({ curve: _, ...score }) => score);
  return {
    search: search.key,
    evaluation: { identity, number, program, length, fitness, status, failure, scores },
    line: line.map(ancestorOf),
    programs: Object.fromEntries([...found].map(([key, evaluation]) => [key, evaluation.program])),
  };
}

/** Ancestors of the program with `identity`, the seed first; empty where the search has none. */
async function readLine(
  storage: Pick<ReadArchive, "children">,
  { key, children }: Pick<SearchRecord, "key" | "children">,
  identity: string,
): Promise<readonly ChildRecord[]> {
  const trace = new AncestryTrace(identity);
  for (let end = children; end > 0 && !trace.isDone; end -= childrenAtOnce) {
    trace.goBack(await storage.children(key, { from: Math.max(0, end - childrenAtOnce), end }));
    await letOthersIn();
  }
  return trace.line;
}

async function readEvaluations(
  storage: Pick<ReadArchive, "evaluations">,
  { key, evaluations }: SearchRecord,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, EvaluationRecord>> {
  const found = new Map<string, EvaluationRecord>();
  for (let from = 0; from < evaluations && found.size < wanted.size; from += evaluationsAtOnce) {
    const part = await storage.evaluations(key, { from, end: from + evaluationsAtOnce });
    for (const evaluation of part) if (wanted.has(evaluation.identity)) found.set(evaluation.identity, evaluation);
    await letOthersIn();
  }
  return found;
}

function ancestorOf({ id, parent, reason, edits, identity, fitness, length }: ChildRecord): Ancestor {
  return { id, parent, reason, edits, identity, fitness, length };
}

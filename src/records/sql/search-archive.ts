/**
 * The archive of a search in its tables: how children are appended, and what is refused.
 */
import { InternalError, LabError } from "../../core/errors.ts";
import type { ChildRecord, EvaluationRecord } from "../search-records.ts";
import {
  type ChildRow,
  type ChildTuple,
  childColumns,
  childOf,
  childRow,
  childTuple,
  type EvaluationRow,
  evaluationOf,
  evaluationRow,
  type KnownEvaluation,
  sameRows,
} from "../search-rows.ts";
import type { ArchiveBatch } from "../search-storage.ts";
import { type ColumnKinds, checkedRow, DamagedValue, requireStored, storedJson } from "../stored.ts";
import type { KnownEvaluations } from "./known-evaluations.ts";
import type { SearchAccess } from "./search-access.ts";
import type { SearchRow } from "./search-tables.ts";

/** The row of a planned search. */
export async function searchRow({ session, queries }: SearchAccess, key: string): Promise<SearchRow> {
  const [row] = await session.rows(queries.search({ key }));
  if (row === undefined) throw new InternalError(`search ${key} was touched before it was planned`);
  return checkedSearch(row);
}

/** The row, if its columns hold what they may. Errors: `DamagedValue`. */
export function checkedSearch(row: SearchRow): SearchRow {
  return checkedRow(row, searchKinds, `search ${row.key}`);
}

const searchKinds: ColumnKinds<SearchRow> = {
  id: "count",
  key: "text",
  config: "text",
  state: ["running", "ended"],
  children: "count",
  evaluations: "count",
  best_fitness: "number?",
  seconds: "number",
};

/** Children that are read at once, which bounds the memory that reading takes. */
const chunk = 5000;

/** Which children are read. */
interface ChildRange {
  readonly search: number;
  readonly from: number;
  readonly end: number;
  /** Evaluations of the search, of which they are. */
  readonly known: readonly KnownEvaluation[];
}

/** Children `from` … `end` - 1 of a search, in order. Errors: `DamagedValue`. */
export async function childrenBetween(
  access: SearchAccess,
  { search, from, end, known }: ChildRange,
): Promise<readonly ChildRecord[]> {
  const children: ChildRecord[] = [];
  for (let first = from; first < end; first += chunk)
    for (const row of await childTuples(access, { search, from: first, end: Math.min(first + chunk, end) })) {
      requireStored(row[0] === from + children.length, `child ${from + children.length}`);
      children.push(childOf(row, known));
    }
  requireStored(children.length === Math.max(0, end - from), "children");
  return children;
}

async function childTuples(
  { session, queries, dialect }: SearchAccess,
  range: Omit<ChildRange, "known">,
): Promise<readonly ChildTuple[]> {
  if (dialect !== "sqlite") return (await session.lists(queries.children(range))).rows.map(childTuple);
  const [text] = await session.rows(queries.childrenText(range));
  return storedJson(text?.list, "children") as ChildTuple[];
}

/** A search whose archive grows. */
interface Growth {
  readonly access: SearchAccess;
  readonly search: SearchRow;
  /** Evaluations that the search has stored, all of them. */
  readonly known: KnownEvaluations;
  /** Rows that are new, and what is known of the evaluations among them. */
  readonly evaluations: EvaluationRow[];
  readonly children: ChildRow[];
  readonly added: Map<string, KnownEvaluation>;
  readonly fitnesses: number[];
}

/** Appends a batch, inside a transaction that writes; gives the evaluations that are new. Errors: `record-conflict`, `child-gap`. */
export async function appendChildren(
  access: SearchAccess,
  {
    search,
    known,
    batch,
  }: { readonly search: SearchRow; readonly known: KnownEvaluations; readonly batch: ArchiveBatch },
): Promise<readonly KnownEvaluation[]> {
  const growth: Growth = { access, search, known, evaluations: [], children: [], added: new Map(), fitnesses: [] };
  const given = new Map(batch.evaluations.map((evaluation) => [evaluation.identity, evaluation]));
  for (const child of batch.children) {
    if (child.evaluated) await addEvaluation(growth, takenOut(given, child));
    await addChild(growth, child);
  }
  if (given.size > 0)
    throw new InternalError(`evaluations ${[...given.keys()].join(", ")} belong to no child of the batch`);
  await putGrowth(growth, batch.seconds);
  return [...growth.added.values()];
}

/** Takes the child's evaluation out of those given. */
function takenOut(given: Map<string, EvaluationRecord>, child: ChildRecord): EvaluationRecord {
  const evaluation = given.get(child.identity);
  if (evaluation === undefined) throw new InternalError(`child ${child.id} came without its evaluation`);
  given.delete(child.identity);
  return evaluation;
}

/** An evaluation that is new, or is compared with the one that is stored. */
async function addEvaluation(growth: Growth, evaluation: EvaluationRecord): Promise<void> {
  const { access, search, known, evaluations, added } = growth;
  const row = evaluationRow(evaluation);
  const isKnown = known.get(row.identity) !== undefined || added.has(row.identity);
  if (row.number === known.list.length + added.size && !isKnown) {
    evaluations.push(row);
    added.set(row.identity, { number: row.number, identity: row.identity, fitness: row.fitness });
    return;
  }
  const [stored] = await access.session.rows(access.queries.evaluation({ search: search.id, number: row.number }));
  if (stored !== undefined && sameRows(stored, row)) return;
  const what = `evaluation ${row.number}`;
  throw conflict(search.key, { what, stored: stored === undefined ? null : evaluationOf(stored), found: evaluation });
}

/** A child that is new, or is compared with the one that is there. */
async function addChild(growth: Growth, child: ChildRecord): Promise<void> {
  const { search, known, children, added, fitnesses } = growth;
  const next = search.children + children.length;
  if (child.id > next) throw childGap(search.key, { expected: next, found: child.id }); // before its evaluation, which may be missing too
  const row = childRow(child, known.get(child.identity) ?? added.get(child.identity));
  if (child.id < next) return refuseOtherChild(growth, row, child);
  children.push(row);
  fitnesses.push(child.fitness);
}

async function refuseOtherChild(
  { access, search, known, children }: Growth,
  row: ChildRow,
  child: ChildRecord,
): Promise<void> {
  const { session, queries } = access;
  const stored =
    children[child.id - search.children] ?? (await session.rows(queries.child({ search: search.id, id: child.id })))[0];
  if (stored === undefined) throw new DamagedValue(`child ${child.id}`);
  if (sameRows(stored, row)) return;
  const tuple = childTuple(childColumns.map((column) => stored[column]));
  throw conflict(search.key, { what: `child ${child.id}`, stored: childOf(tuple, known.list), found: child });
}

/** Writes what is new, and how the search stands. A search that had ended goes on where children come. */
async function putGrowth(growth: Growth, seconds: number): Promise<void> {
  const { access, search, known, evaluations, children, added, fitnesses } = growth;
  await putRows(access, search.id, { evaluations, children });
  const bests = search.best_fitness === null ? fitnesses : [search.best_fitness, ...fitnesses];
  await access.session.run(
    access.queries.updateSearch({
      id: search.id,
      state: children.length === 0 ? search.state : "running",
      children: search.children + children.length,
      evaluations: known.list.length + added.size,
      best_fitness: bests.length === 0 ? null : bests.reduce((best, fitness) => Math.max(best, fitness)),
      seconds,
    }),
  );
}

/** Rows of one statement to a server, which is far away; a file takes one as fast as many, by a statement that is prepared once. */
const rowsAtOnce = 400;

async function putRows(
  { session, queries, dialect }: SearchAccess,
  search: number,
  { evaluations, children }: Pick<Growth, "evaluations" | "children">,
): Promise<void> {
  if (dialect === "sqlite") {
    for (const row of evaluations) await session.run(queries.putEvaluation({ search, ...row }));
    for (const row of children) await session.run(queries.putChild({ search, ...row }));
    return;
  }
  for (let i = 0; i < evaluations.length; i += rowsAtOnce)
    await session.run(queries.putEvaluations(search, evaluations.slice(i, i + rowsAtOnce)));
  for (let i = 0; i < children.length; i += rowsAtOnce)
    await session.run(queries.putChildren(search, children.slice(i, i + rowsAtOnce)));
}

/** A computed record contradicts the stored one. */
function conflict(
  key: string,
  { what, ...data }: { readonly what: string; readonly stored: unknown; readonly found: unknown },
): LabError {
  return new LabError(
    "record-conflict",
    `Search ${key} computed another ${what} than the one that is stored: the machine or a version has changed since; run into a new folder with --out.`,
    { key, ...data },
  );
}

function childGap(key: string, { expected, found }: { readonly expected: number; readonly found: number }): LabError {
  const sentence = `Search ${key} should have recorded child ${expected}, but child ${found} came.`;
  return new LabError("child-gap", sentence, { key, expected, found });
}

/**
 * The archive of a search in its tables: how children are appended, and what is refused.
 */
import { InternalError, LabError } from "../../core/errors.ts";
import type { ChildRecord, EvaluationRecord } from "../search-records.ts";
import type { ArchiveBatch } from "../search-storage.ts";
import { type ColumnKinds, checkedRow, DamagedValue, requireStored, rowSum, storedJson } from "../stored.ts";
import {
  type ChildRow,
  type ChildTuple,
  childOf,
  childRow,
  type EvaluationRow,
  evaluationOf,
  evaluationRow,
  evaluationValues,
  type KnownEvaluation,
} from "./search-schema.ts";
import type { SearchRow, Statements } from "./search-statements.ts";

/** Evaluations of a search by identity, in order of their numbers. */
export type KnownByIdentity = Map<string, KnownEvaluation>;

/** A search whose archive grows. */
interface Archive {
  readonly statements: Statements;
  /** Its key. */
  readonly search: string;
  /** Grows with the batch; worthless after a batch that failed. */
  readonly known: KnownByIdentity;
}

/** The row of a planned search. */
export function searchRow(statements: Statements, key: string): SearchRow {
  const row = statements.search.get(key) as SearchRow | undefined;
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

/** The evaluations that a search has stored. */
export function knownEvaluations(statements: Statements, search: number): KnownByIdentity {
  return new Map(addHeads(statements, search, []).map((head) => [head.identity, head]));
}

/** Adds to the heads of a search's evaluations those that come after them, and gives them back: an archive only grows. */
export function addHeads(statements: Statements, search: number, heads: KnownEvaluation[]): readonly KnownEvaluation[] {
  const kinds = { number: "count", identity: "text", fitness: "number" } as const;
  for (const head of statements.evaluationHeads.all(search, heads.length) as KnownEvaluation[]) {
    checkedRow(head, kinds, `an evaluation of search ${search}`);
    requireStored(head.number === heads.length, `evaluation ${heads.length} of search ${search}`);
    heads.push(head);
  }
  return heads;
}

/** Children that are read at once, which bounds the memory that reading takes. */
const chunk = 5000;

/** Which children are read, and the heads of evaluations that are known already; more of them are added. */
interface ChildRange {
  readonly search: number;
  readonly from: number;
  readonly end: number;
  readonly known?: KnownEvaluation[];
}

/** Children `from` … `end` - 1 of a search, in order. */
export function childrenBetween(
  statements: Statements,
  { search, from, end, known = [] }: ChildRange,
): readonly ChildRecord[] {
  const heads = addHeads(statements, search, known);
  const children: ChildRecord[] = [];
  for (let first = from; first < end; first += chunk) {
    const { list } = statements.children.get(search, first, Math.min(first + chunk, end)) as { list: string };
    for (const row of storedJson(list, "children") as ChildTuple[]) {
      requireStored(row[0] === from + children.length, `child ${from + children.length}`);
      children.push(childOf(row, heads));
    }
  }
  requireStored(children.length === Math.max(0, end - from), "children");
  return children;
}

/** Appends a batch, inside a transaction of the caller's. Errors: `record-conflict`, `child-gap`. */
export function appendChildren(archive: Archive, { children, evaluations, seconds }: ArchiveBatch): void {
  const { statements, search, known } = archive;
  const row = searchRow(statements, search);
  const head = { children: row.children, best: row.best_fitness };
  const given = new Map(evaluations.map((evaluation) => [evaluation.identity, evaluation]));
  for (const child of children) {
    const evaluation = child.evaluated ? evaluationOfChild(child, given) : null;
    if (evaluation !== null) putEvaluation(archive, { search: row.id, evaluation });
    const stored = childRow(child, known.get(child.identity));
    if (child.id < head.children) refuseOtherChild(archive, { search: row.id, row: stored, child });
    else if (child.id > head.children) throw childGap(search, { expected: head.children, found: child.id });
    else {
      statements.putChild.run(row.id, ...childValues(stored));
      head.children++;
      head.best = Math.max(head.best ?? child.fitness, child.fitness);
    }
  }
  if (given.size > 0)
    throw new InternalError(`evaluations ${[...given.keys()].join(", ")} belong to no child of the batch`);
  const state = head.children === row.children ? row.state : "running";
  statements.updateSearch.run(state, head.children, known.size, head.best, seconds, row.id);
}

/** Takes the child's evaluation out of those given. */
function evaluationOfChild(child: ChildRecord, given: Map<string, EvaluationRecord>): EvaluationRecord {
  const evaluation = given.get(child.identity);
  if (evaluation === undefined) throw new InternalError(`child ${child.id} came without its evaluation`);
  given.delete(child.identity);
  return evaluation;
}

/** Stores an evaluation, or compares it with the one that is stored. */
function putEvaluation(
  { statements, search: key, known }: Archive,
  { search, evaluation }: { readonly search: number; readonly evaluation: EvaluationRecord },
): void {
  const row = evaluationRow(evaluation);
  if (row.number === known.size && !known.has(row.identity)) {
    const values = evaluationValues(row);
    statements.putEvaluation.run(search, ...values, rowSum(values));
    known.set(row.identity, { number: row.number, identity: row.identity, fitness: row.fitness });
    return;
  }
  const stored = statements.evaluation.get(search, row.number) as EvaluationRow | undefined;
  if (stored !== undefined && sameValues(evaluationValues(stored), evaluationValues(row))) return;
  const what = `evaluation ${row.number}`;
  throw conflict(key, { what, stored: stored === undefined ? null : evaluationOf(stored), found: evaluation });
}

function refuseOtherChild(
  { statements, search: key }: Archive,
  { search, row, child }: { readonly search: number; readonly row: ChildRow; readonly child: ChildRecord },
): void {
  const stored = statements.child.get(search, child.id) as ChildRow | undefined;
  if (stored === undefined) throw new DamagedValue(`child ${child.id}`);
  if (sameValues(childValues(stored), childValues(row))) return;
  const [before] = childrenBetween(statements, { search, from: child.id, end: child.id + 1 });
  throw conflict(key, { what: `child ${child.id}`, stored: before, found: child });
}

function childValues(row: ChildRow): readonly unknown[] {
  return [
    row.id,
    row.parent,
    row.island,
    row.edits,
    row.reason,
    row.evaluation,
    row.evaluated,
    row.genome_length,
    row.length,
    row.invalid,
  ];
}

function sameValues(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.every((value, i) => {
    const other = b[i];
    if (value instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(value, other) === 0;
    return value === other;
  });
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

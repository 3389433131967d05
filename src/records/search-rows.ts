/**
 * Between the records of a search and the rows of their tables.
 *
 * A child's identity and fitness are those of its evaluation, so its row holds the number of that evaluation instead.
 * Learning curves are binary64 numbers, little-endian, one after another, for they may hold what JSON cannot.
 */
import { InternalError } from "../core/errors.ts";
import type { ChildRecord, EditRecord, EvaluationRecord, ProxyScore, ProxyStatus } from "./search-records.ts";
import type { SearchTables } from "./sql/search-tables.ts";
import { type ColumnKinds, checkedRow, checkSum, DamagedValue, requireStored, rowSum, storedJson } from "./stored.ts";

/** A row of the table `evaluation`, without its search. */
export type EvaluationRow = Omit<SearchTables["evaluation"], "search">;

/** A row of the table `child`, without its search. */
export type ChildRow = Omit<SearchTables["child"], "search">;

/** What a child's row refers to. */
export interface KnownEvaluation {
  readonly number: number;
  readonly identity: string;
  readonly fitness: number;
}

/** In the order of their codes in the table. */
const reasons: readonly ChildRecord["reason"][] = ["seed", "mutation", "migration", "restart", "proposal"];

/** The row of a child; `evaluation` is that of its identity. */
export function childRow(child: ChildRecord, evaluation: KnownEvaluation | undefined): ChildRow {
  if (evaluation === undefined) throw new InternalError(`child ${child.id} was stored before its evaluation`);
  if (!Object.is(evaluation.fitness, child.fitness))
    throw new InternalError(`child ${child.id} has fitness ${child.fitness}, its evaluation ${evaluation.fitness}`);
  return {
    id: child.id,
    parent: child.parent,
    island: child.island,
    edits: editsText(child.edits),
    reason: reasons.indexOf(child.reason),
    evaluation: evaluation.number,
    evaluated: child.evaluated ? 1 : 0,
    genome_length: child.genomeLength,
    length: child.length,
    invalid: child.invalid,
  };
}

/** A child's row as the store lists it: the columns in order, with edits as data. */
export type ChildTuple = readonly [
  id: number,
  parent: number | null,
  island: number,
  edits: EditRecord | readonly EditRecord[] | null,
  reason: number,
  evaluation: number,
  evaluated: number,
  genomeLength: number,
  length: number,
  invalid: number,
];

/** The child in a row; `evaluations` are those of the search in order of their numbers. */
export function childOf(row: ChildTuple, evaluations: readonly KnownEvaluation[]): ChildRecord {
  const [id, parent, island, edits, reason, evaluation, evaluated, genomeLength, length, invalid] = row;
  const counts = [island, reason, evaluation, genomeLength, length, invalid, parent ?? 0];
  const known = evaluations[evaluation];
  const plain = counts.every((count) => Number.isSafeInteger(count) && count >= 0) && areEdits(edits);
  if (known === undefined || reasons[reason] === undefined || !plain) throw new DamagedValue(`child ${id}`);
  const { identity, fitness } = known;
  return {
    id,
    parent,
    island,
    edits: editsOf(edits),
    reason: reasons[reason]!,
    identity,
    evaluated: evaluated === 1,
    fitness,
    genomeLength,
    length,
    invalid,
  };
}

/** Most children have one edit, which is written without the brackets of a list. */
function editsText(edits: readonly EditRecord[]): string | null {
  if (edits.length === 0) return null;
  return JSON.stringify(edits.length === 1 ? edits[0] : edits);
}

const noEdits: readonly EditRecord[] = [];
const editKinds: readonly unknown[] = ["insert", "delete", "modify"] satisfies EditRecord["kind"][];

function areEdits(edits: unknown): boolean {
  return edits === null || [edits].flat().every((edit) => editKinds.includes((edit as EditRecord | null)?.kind));
}

function editsOf(edits: ChildTuple[3]): readonly EditRecord[] {
  if (edits === null) return noEdits;
  return Array.isArray(edits) ? (edits as readonly EditRecord[]) : [edits as EditRecord];
}

/** A score without its curve, whose length is the last number. */
type ScoreTuple = readonly [
  task: string,
  seed: number,
  status: ProxyStatus,
  score: number,
  validationLoss: number | null,
  stepsSurvived: number,
  parts: number,
];

/** The row of an evaluation. */
export function evaluationRow(record: EvaluationRecord): EvaluationRow {
  const { number, identity, program, length, fitness, status, failure } = record;
  const tuples = record.scores.map(
    ({ task, seed, status, score, validationLoss, stepsSurvived, curve }): ScoreTuple => {
      return [task, seed, status, score, validationLoss, stepsSurvived, curve.length];
    },
  );
  const curves = numberBytes(record.scores.flatMap(({ curve }) => curve));
  const scores = JSON.stringify(tuples);
  const values = { number, identity, program, length, fitness, status, scores, curves, failure };
  return { ...values, sum: rowSum(Object.values(values)) };
}

/** The evaluation in a row. */
export function evaluationOf(row: EvaluationRow): EvaluationRecord {
  const { identity, number, program, length, fitness, failure } = checkedRow(row, evaluationKinds, "an evaluation");
  checkSum(row.sum, evaluationValues(row), `evaluation ${number}`);
  const tuples = storedJson(row.scores, `the scores of evaluation ${number}`) as readonly ScoreTuple[];
  const parts = Array.isArray(tuples) ? tuples.reduce((sum, tuple) => sum + partsOf(tuple), 0) : Number.NaN;
  requireStored(row.curves.byteLength === 8 * parts, `the curves of evaluation ${number}`);
  const numbers = numbersOf(row.curves);
  let at = 0;
  const scores = tuples.map(([task, seed, status, score, validationLoss, stepsSurvived, parts]): ProxyScore => {
    const curve = numbers.slice(at, at + parts);
    at += parts;
    return { task, seed, status, score, validationLoss, stepsSurvived, curve };
  });
  return {
    identity,
    number,
    program,
    length,
    fitness,
    status: row.status as EvaluationRecord["status"],
    scores,
    failure,
  };
}

const evaluationKinds: ColumnKinds<EvaluationRow> = {
  number: "count",
  identity: "text",
  program: "text",
  length: "count",
  fitness: "number",
  status: ["finished", "diverged", "stopped", "failed"] satisfies EvaluationRecord["status"][],
  scores: "text",
  curves: "bytes",
  failure: "text?",
};

const runStatuses: readonly string[] = ["finished", "diverged", "stopped", "skipped"] satisfies ProxyStatus[];

/** Length of the curve of a score; NaN where the tuple is none. */
function partsOf(tuple: ScoreTuple): number {
  if (!Array.isArray(tuple) || tuple.length !== 7) return Number.NaN;
  const [task, seed, status, score, loss, survived, parts] = tuple;
  const numbers = [seed, score, loss ?? 0, survived].every((value) => typeof value === "number");
  return typeof task === "string" && runStatuses.includes(status) && numbers && parts >= 0 ? parts : Number.NaN;
}

/** The columns of an evaluation in order, without the checksum. */
function evaluationValues(row: EvaluationRow): readonly unknown[] {
  return [
    row.number,
    row.identity,
    row.program,
    row.length,
    row.fitness,
    row.status,
    row.scores,
    row.curves,
    row.failure,
  ];
}

function numberBytes(numbers: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((x, i) => {
    view.setFloat64(8 * i, x, true);
  });
  return new Uint8Array(view.buffer);
}

function numbersOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

/** Whether two rows of a table say the same; checksums follow from the rest, and older rows have none. */
export function sameRows(stored: EvaluationRow | ChildRow, found: EvaluationRow | ChildRow): boolean {
  const before = stored as Readonly<Record<string, unknown>>;
  return Object.entries(found).every(([column, value]) => {
    const other = before[column];
    if (value instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(value, other) === 0;
    return column === "sum" || value === other;
  });
}

/** The columns of a child, as rows read as lists have them. */
export const childColumns = [
  "id",
  "parent",
  "island",
  "edits",
  "reason",
  "evaluation",
  "evaluated",
  "genome_length",
  "length",
  "invalid",
] as const satisfies readonly (keyof ChildRow)[];

/** A child's row, read as a list in the order of `childColumns`, with edits as data. */
export function childTuple(values: readonly unknown[]): ChildTuple {
  const [id, parent, island, edits, ...rest] = values;
  return [
    id,
    parent,
    island,
    edits === null ? null : storedJson(edits, `the edits of child ${id}`),
    ...rest,
  ] as unknown as ChildTuple;
}

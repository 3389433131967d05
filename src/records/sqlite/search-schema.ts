/**
 * Tables of a discovery file, and between records and their rows.
 *
 * A child's identity and fitness are those of its evaluation, so its row holds the number of that evaluation instead.
 * Rows of evaluations and children lie in the order in which they came, which keeps pages full while several searches grow.
 * Learning curves are binary64 numbers, little-endian, one after another, for they may hold what JSON cannot.
 */
import { InternalError } from "../../core/errors.ts";
import type { ChildRecord, EditRecord, EvaluationRecord, ProxyScore, ProxyStatus } from "../search-records.ts";
import { type ColumnKinds, checkedRow, checkSum, DamagedValue, requireStored, storedJson } from "../stored.ts";
import type { FileKind } from "./file.ts";
import { progressTable } from "./progress.ts";

const tables = `
  CREATE TABLE discovery (name TEXT PRIMARY KEY, config TEXT NOT NULL, command TEXT NOT NULL, sum TEXT);
  CREATE TABLE search (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, config TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'ended')),
    children INTEGER NOT NULL, evaluations INTEGER NOT NULL, best_fitness REAL, seconds REAL NOT NULL
  );
  CREATE TABLE discovery_search (
    discovery TEXT NOT NULL REFERENCES discovery (name), position INTEGER NOT NULL, search INTEGER NOT NULL REFERENCES search (id),
    PRIMARY KEY (discovery, position)
  ) WITHOUT ROWID;
  CREATE TABLE evaluation (
    search INTEGER NOT NULL REFERENCES search (id), number INTEGER NOT NULL, identity TEXT NOT NULL, program TEXT NOT NULL,
    length INTEGER NOT NULL, fitness REAL NOT NULL, status TEXT NOT NULL, scores TEXT NOT NULL, curves BLOB NOT NULL, failure TEXT, sum TEXT,
    PRIMARY KEY (search, number)
  );
  CREATE TABLE child (
    search INTEGER NOT NULL, id INTEGER NOT NULL, parent INTEGER, island INTEGER NOT NULL, edits TEXT,
    reason INTEGER NOT NULL, evaluation INTEGER NOT NULL, evaluated INTEGER NOT NULL,
    genome_length INTEGER NOT NULL, length INTEGER NOT NULL, invalid INTEGER NOT NULL,
    PRIMARY KEY (search, id)
  );
  CREATE TABLE phase_record (
    discovery TEXT NOT NULL REFERENCES discovery (name), phase TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL,
    record TEXT NOT NULL, sum TEXT, PRIMARY KEY (discovery, phase, key)
  ) WITHOUT ROWID;
`;

/** A file of discoveries, marked "LIOD". */
export const discoveryFile: FileKind = {
  noun: "discovery",
  applicationId: 0x4c494f44,
  version: 1,
  pageSize: 8192,
  tables,
  laterColumns: ["discovery", "evaluation", "phase_record"].map((table) => ({ table, column: "sum", type: "TEXT" })),
  laterTables: [progressTable],
};

/** A row of the table `evaluation`, without its search. */
export interface EvaluationRow {
  readonly number: number;
  readonly identity: string;
  readonly program: string;
  readonly length: number;
  readonly fitness: number;
  readonly status: string;
  readonly scores: string;
  readonly curves: Uint8Array;
  readonly failure: string | null;
  /** See `rowSum`; none in rows of older versions. */
  readonly sum?: string | null;
}

/** A row of the table `child`, without its search. */
export interface ChildRow {
  readonly id: number;
  readonly parent: number | null;
  readonly island: number;
  /** JSON: nothing, one edit, or a list of several. */
  readonly edits: string | null;
  readonly reason: number;
  readonly evaluation: number;
  readonly evaluated: number;
  readonly genome_length: number;
  readonly length: number;
  readonly invalid: number;
}

/** What a child's row refers to. */
export interface KnownEvaluation {
  readonly number: number;
  readonly identity: string;
  readonly fitness: number;
}

/** In the order of their codes in the table. */
const reasons: readonly ChildRecord["reason"][] = ["seed", "mutation", "migration", "restart"];

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
  return { number, identity, program, length, fitness, status, scores: JSON.stringify(tuples), curves, failure };
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

/** Its columns in order, without the checksum. */
export function evaluationValues(row: EvaluationRow): readonly unknown[] {
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

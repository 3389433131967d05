/**
 * Records as comma-separated values (RFC 4180, one header line, `\n` line ends): figures in full precision, for other tools.
 *
 * Spreadsheets run a text that begins like a formula (OWASP, "CSV injection"), so such a text gets an apostrophe in front, which they
 * take for "this is text". Numbers stay numbers.
 */
import { printable } from "../core/printable.ts";
import { epochFigures } from "../records/epoch-figures.ts";
import type { ResultRow, StudyReport, TableBlock } from "./document.ts";

/**
 * results.csv: one row per trial in the study's order. Accuracies in 0..1, losses in nats, hyperparameters as JSON; an
 * empty field where there is no figure.
 */
export function renderResultsCsv(document: StudyReport): string {
  return [...resultsCsvPieces(document)].join("");
}

/** The same in pieces, one for each trial. */
export function* resultsCsvPieces(document: StudyReport): Generator<string> {
  yield rowText(["study", ...resultColumns.map(([name]) => name)]);
  const study = field(document.title);
  for (const row of document.results) {
    let piece = study;
    for (const [, value] of resultColumns) piece += `,${field(value(row))}`;
    yield `${piece}\n`;
  }
}

/** curves.csv: one row per trial, epoch and metric (long format). */
export function renderCurvesCsv(document: StudyReport): string {
  return [...curvesCsvPieces(document)].join("");
}

/** The same in pieces, one for each trial: a large study has millions of rows. */
export function* curvesCsvPieces(document: StudyReport): Generator<string> {
  yield rowText(["study", "key", "label", "optimizer", "lr", "seed", "epoch", "split", "metric", "value"]);
  for (const row of document.results) {
    const identity = [document.title, row.key, row.label, row.optimizer, row.lr, row.seed].map(field).join(",");
    let piece = "";
    for (const epoch of row.curve)
      for (const { split, metric, value } of epochFigures) {
        const figure = value(epoch);
        if (figure !== undefined)
          piece += `${identity},${epoch.epoch},${split},${metric},${Number.isNaN(figure) ? "" : figure}\n`;
      }
    yield piece;
  }
}

/** One table of a report: its titles, then the values behind its cells. */
export function renderTableCsv(table: TableBlock): string {
  return csvText([
    table.columns.map((column) => column.title),
    ...table.rows.map((row) => row.map((cell) => cell.value)),
  ]);
}

/** A field: text, a number, or null where there is none. */
export type CsvField = string | number | null;

const resultColumns: readonly (readonly [string, (row: ResultRow) => CsvField])[] = [
  ["key", (row) => row.key],
  ["label", (row) => row.label],
  ["optimizer", (row) => row.optimizer],
  ["convention", (row) => row.convention],
  ["hyperparameters", (row) => JSON.stringify(row.hyperparameters)],
  ["lr", (row) => row.lr],
  ["seed", (row) => row.seed],
  ["state", (row) => row.state],
  ["stopped", (row) => row.stopped],
  ["epochs", (row) => row.epochs],
  ["best_epoch", (row) => row.bestEpoch],
  ["validation_accuracy", (row) => row.validationAccuracy],
  ["validation_loss", (row) => row.validationLoss],
  ["test_accuracy", (row) => row.testAccuracy],
  ["test_top5", (row) => row.testTop5],
  ["test_loss", (row) => row.testLoss],
  ["diverged_at_step", (row) => row.divergedAtStep],
  ["seconds_per_epoch", (row) => row.secondsPerEpoch],
  ["failure", (row) => row.failure],
];

/** Rows as text of a CSV file. */
export function csvText(rows: readonly (readonly CsvField[])[]): string {
  return rows.map(rowText).join("");
}

function rowText(row: readonly CsvField[]): string {
  return `${row.map(field).join(",")}\n`;
}

function field(value: CsvField): string {
  if (value === null || Number.isNaN(value)) return ""; // a figure that there is not
  if (typeof value === "number") return String(value);
  const text = unrun(printable(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Text that no spreadsheet takes for a formula; what reads as a number is harmless. */
function unrun(text: string): string {
  const formula = /^\s*[=+\-@＝＋－＠]/u.test(text) && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return formula ? `'${text}` : text;
}

/**
 * Columns of numbers as people's tools write them: CSV with commas, semicolons or tabs, with or without a line of names, and with the words
 * that tools write for runs which failed.
 */
import { decimalOf } from "../../core/decimal.ts";
import { type DelimitedRow, delimitedRows, separatorOf } from "../../core/delimited.ts";
import { LabError, nearest } from "../../core/errors.ts";

/** A table of text; columns without names are called by their places, 1, 2 … */
export interface NumberTable {
  /** In sentences. */
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: readonly DelimitedRow[];
}

/**
 * The table in a text. The first line is one of names where a field of it is neither a number nor a word for one.
 * Errors: `csv-empty`, `csv-row` for a row of another length, `csv-column` for two columns of one name.
 */
export function readNumberTable(text: string, file: string): NumberTable {
  const [first, ...rest] = delimitedRows(text, separatorOf(text));
  if (first === undefined) throw new LabError("csv-empty", `${file} must hold numbers, but is empty.`, { file });
  const named = first.fields.some((field) => field !== "" && numberOf(field, 0) === null);
  const rows = named ? rest : [first, ...rest];
  if (rows.length === 0) {
    throw new LabError("csv-empty", `${file} must hold numbers below its line of names, but has none.`, { file });
  }
  const odd = rows.find(({ fields }) => fields.length !== first.fields.length);
  if (odd !== undefined) {
    throw new LabError(
      "csv-row",
      `${file}:${odd.line}: a row must have ${first.fields.length} fields as the first has, but this has ${odd.fields.length}.`,
    );
  }
  const names = first.fields.map((field, index) => (named && field !== "" ? field : String(index + 1)));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new LabError("csv-column", `${file}: two columns are called "${twice}". Rename one.`, { name: twice });
  }
  return { file, names, rows };
}

/**
 * The numbers of a column, of which empty fields at the end are no part: columns of one file may have unequal lengths.
 * `diverged`, `nan` and what else tools write for a run without a figure count as `worst`.
 * Errors: `csv-column`, `csv-number` with the line, `csv-empty` for a column without any.
 */
export function valuesOf(table: NumberTable, name: string, { worst }: { readonly worst: number }): readonly number[] {
  const at = placeOf(name, table.names);
  if (at < 0) {
    const near = nearest(name, table.names);
    const hint = near.length > 0 ? `did you mean ${near.join(", ")}?` : `it has ${table.names.join(", ")}.`;
    throw new LabError("csv-column", `${table.file} has no column "${name}"; ${hint}`, { name });
  }
  const last = table.rows.findLastIndex(({ fields }) => fields[at] !== "");
  if (last < 0) throw new LabError("csv-empty", `${table.file}: the column ${name} holds no numbers.`, { name });
  return table.rows.slice(0, last + 1).map(({ line, fields }) => {
    const value = numberOf(fields[at]!, worst);
    if (value !== null) return value;
    const found = fields[at] === "" ? "nothing" : `"${fields[at]}"`;
    throw new LabError(
      "csv-number",
      `${table.file}:${line}: the column ${name} must hold numbers with a decimal point, or diverged for a run without one, but here it holds ${found}.`,
      { line, found: fields[at]! },
    );
  });
}

/** Whether every field of a column is empty, a number or a word for one. */
export function holdsNumbers({ names, rows }: NumberTable, name: string): boolean {
  const at = placeOf(name, names);
  return rows.every(({ fields }) => fields[at] === "" || numberOf(fields[at]!, 0) !== null);
}

/** Place of a column by name, or by number where no column is called so; -1 where there is none. */
export function placeOf(name: string, names: readonly string[]): number {
  const named = names.indexOf(name);
  const place = /^[1-9]\d*$/.test(name) ? Number(name) - 1 : -1;
  return named >= 0 || place >= names.length ? named : place;
}

/** A number, an infinity, or a word for a diverged run; null for everything else. */
function numberOf(field: string, worst: number): number | null {
  const word = field.toLowerCase();
  if (word === "diverged" || /^[+-]?nan$/.test(word)) return worst;
  if (/^\+?inf(?:inity)?$/.test(word)) return Number.POSITIVE_INFINITY;
  if (/^-inf(?:inity)?$/.test(word)) return Number.NEGATIVE_INFINITY;
  return decimalOf(field);
}

/** Columns of numbers from comma-separated values (RFC 4180) with one header line; strict, for data that a solution depends on. */
import { decimalOf } from "../core/decimal.ts";
import { type DelimitedRow, delimitedRows } from "../core/delimited.ts";
import { LabError, nearest } from "../core/errors.ts";

/** A table of text with where each row stood. */
interface Table {
  readonly names: readonly string[];
  readonly rows: readonly DelimitedRow[];
}

/**
 * Rows of the wanted columns, all of them where none are named. `file` is the name in messages. Other columns may hold anything.
 * Errors: `csv-empty`, `csv-column` for one that is not there or not the only one of its name, `csv-row` for a row of another length, `csv-number`; the last two with the line.
 */
export function readNumericCsv(
  text: string,
  { file, columns }: { readonly file: string; readonly columns?: readonly string[] | undefined },
): number[][] {
  const { names, rows } = tableOf(text, file);
  checkNames(names, file);
  const wanted = (columns ?? names).map((name) => placeOf(name, names, file));
  return rows.map(({ line, fields }) => {
    if (fields.length !== names.length) {
      const found = `${fields.length}`;
      throw new LabError("csv-row", `${file}:${line}: a row must have ${names.length} fields, but this has ${found}.`);
    }
    return wanted.map((at) => numberOf(fields[at]!, { name: names[at]!, where: `${file}:${line}` }));
  });
}

function tableOf(text: string, file: string): Table {
  const [header, ...rows] = delimitedRows(text, ",");
  if (header === undefined || rows.length === 0) {
    throw new LabError("csv-empty", `${file} must hold a line of column names and at least one row of numbers.`);
  }
  return { names: header.fields, rows };
}

/** Each column has a name of its own, wanted or not: of two equal ones nobody could say which is meant. */
function checkNames(names: readonly string[], file: string): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  const places = names.flatMap((name, i) => (name === twice ? [i + 1] : [])).join(" and ");
  throw new LabError(
    "csv-column",
    `${file}: each column must have a name of its own, but columns ${places} are both "${twice}". Rename one.`,
    {
      name: twice,
    },
  );
}

function placeOf(name: string, names: readonly string[], file: string): number {
  const at = names.indexOf(name);
  if (at >= 0) return at;
  const near = nearest(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(", ")}?` : `it has ${names.join(", ")}.`;
  throw new LabError("csv-column", `${file} has no column "${name}"; ${hint}`, { name });
}

function numberOf(text: string, { name, where }: { readonly name: string; readonly where: string }): number {
  const value = decimalOf(text);
  if (value !== null) return value;
  throw new LabError(
    "csv-number",
    `${where}: the column ${name} must hold decimal numbers, but here it holds "${text}".`,
  );
}

/**
 * Two samples of numbers from files or standard input: a column of each file, two columns of one, or a column split by another.
 */
import { LabError, unknownName } from "../../core/errors.ts";
import { readText } from "../input.ts";
import type { Terminal } from "../terminal.ts";
import { type NumberTable, placeOf, readNumberTable, valuesOf } from "./number-table.ts";

/** One sample and what it is called in the answer. */
export interface NamedSample {
  readonly name: string;
  readonly values: readonly number[];
}

/** Where the numbers stand. */
export interface SampleSource {
  readonly first: string;
  readonly second?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly by?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  /** What a diverged run counts as. */
  readonly worst: number;
}

/**
 * Reads both samples; `-` is standard input.
 * Errors: those of `readText` and `readNumberTable`; `which-columns` where the columns or groups are not two.
 */
export async function readSamples(
  source: SampleSource,
  terminal: Terminal,
): Promise<readonly [NamedSample, NamedSample]> {
  const { first, second } = source;
  if (second === undefined) {
    const table = await tableOf(first, terminal);
    return source.by === undefined ? twoColumns(table, source) : twoGroups(table, { ...source, by: source.by });
  }
  if (source.by !== undefined) {
    throw mistake(`--by ${source.by} splits one file, but two were given: ${first} and ${second}. Leave one out.`);
  }
  if (first === "-" && second === "-") {
    throw mistake("Standard input can be one of the two samples, not both: give a file for one of them.");
  }
  const wanted = source.columns ?? [];
  if (wanted.length > 2)
    throw mistake(`--columns takes one name for both files or one for each, but has ${wanted.length}.`);
  const tables = [await tableOf(first, terminal), await tableOf(second, terminal)] as const;
  const sample = (table: NumberTable, column: string | undefined): NamedSample => {
    const name = column ?? onlyColumn(table);
    return { name: wanted.length === 2 ? `${table.file}: ${name}` : table.file, values: valuesOf(table, name, source) };
  };
  return [sample(tables[0], wanted[0]), sample(tables[1], wanted[1] ?? wanted[0])];
}

async function tableOf(path: string, terminal: Terminal): Promise<NumberTable> {
  return readNumberTable(await readText(path, "the numbers", terminal), path === "-" ? "standard input" : path);
}

function onlyColumn({ file, names }: NumberTable): string {
  if (names.length === 1) return names[0]!;
  throw mistake(
    `${file} has ${names.length} columns (${names.join(", ")}): say which by --columns NAME. Decimals are written with a point.`,
  );
}

function twoColumns(table: NumberTable, { columns, worst }: SampleSource): readonly [NamedSample, NamedSample] {
  const [first, second, ...more] = columns ?? table.names;
  if (first === undefined || second === undefined || more.length > 0) {
    const found =
      columns === undefined
        ? `${table.file} has ${countOf(table.names.length)}: ${table.names.join(", ")}`
        : `${columns.join(", ")} is not two`;
    throw mistake(
      `One file is compared by two of its columns, but ${found}. Write --columns A,B, give a second file, or split a column with --by.`,
    );
  }
  const sample = (name: string): NamedSample => ({ name, values: valuesOf(table, name, { worst }) });
  return [sample(first), sample(second)];
}

function twoGroups(
  table: NumberTable,
  { by, columns, groups, worst }: SampleSource & { readonly by: string },
): readonly [NamedSample, NamedSample] {
  const splitting = placeOf(by, table.names);
  const others = table.names.filter((_, place) => place !== splitting);
  const [column, ...more] = columns ?? others;
  if (column === undefined || more.length > 0) {
    throw mistake(
      `--by ${by} splits one column, so say which: --columns NAME; ${table.file} has ${others.join(", ")}.`,
    );
  }
  const groupOf = valuesOfText(table, by);
  const known = [...new Set(groupOf)];
  const [first, second, ...rest] = groups ?? known;
  if (first === undefined || second === undefined || rest.length > 0) {
    throw mistake(`Two groups are compared, but ${by} of ${table.file} has ${known.join(", ")}: write --groups A,B.`);
  }
  const sample = (name: string): NamedSample => {
    if (!known.includes(name)) throw unknownName("group", name, known);
    const rows = table.rows.filter((_, index) => groupOf[index] === name);
    return { name, values: valuesOf({ ...table, rows }, column, { worst }) };
  };
  return [sample(first), sample(second)];
}

function valuesOfText({ names, rows, file }: NumberTable, name: string): readonly string[] {
  const at = placeOf(name, names);
  if (at < 0) throw unknownName(`column of ${file}`, name, names);
  return rows.map(({ fields }) => fields[at]!);
}

function countOf(columns: number): string {
  return columns === 1 ? "one column" : `${columns} columns`;
}

function mistake(sentence: string): LabError {
  return new LabError("which-columns", sentence);
}

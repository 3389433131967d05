/**
 * Tables of other tools: long (a row for each run, or for each epoch of each run) and wide (a column for each optimizer). The logs of
 * Keras' CSVLogger and the measurements of AlgoPerf are long ones of a single run.
 */
import { decimalOf } from "../core/decimal.ts";
import { type DelimitedRow, delimitedRows, separatorOf } from "../core/delimited.ts";
import { LabError } from "../core/errors.ts";
import { type ColumnRole, roleOf } from "./column-names.ts";
import { type FigureName, type Figures, type ForeignPoint, type ForeignRun, figureNames } from "./foreign-run.ts";

/** How a table is read. */
export interface TableReading {
  /** In sentences. */
  readonly file: string;
  /** The optimizer of rows that name none. */
  readonly optimizer: string;
  readonly seed?: number | undefined;
  readonly lr?: number | undefined;
  readonly hyperparameters?: ForeignRun["hyperparameters"];
  /** Figures that do not say what they are, and those of wide tables, are losses. */
  readonly lowerIsBetter: boolean;
}

/** The runs of a table. */
export interface TableRuns {
  readonly runs: readonly ForeignRun[];
  readonly remarks: readonly string[];
}

/** A table with what its columns hold. */
interface Table {
  readonly names: readonly string[];
  readonly roles: readonly (ColumnRole | null)[];
  readonly rows: readonly DelimitedRow[];
}

/** Reads them. Errors: `csv-empty`, `csv-row`, `csv-column`, `csv-number` with the line, `no-figures`, `import-epoch`. */
export function readTable(text: string, reading: TableReading): TableRuns {
  const table = tableOf(text, reading.file);
  const figures = table.roles.some((role) => figureRole(role, table) !== null);
  return figures ? longRuns(table, reading) : wideRuns(table, reading);
}

function tableOf(text: string, file: string): Table {
  if (text.includes("\0"))
    throw new LabError("csv-empty", `${file} must be text with separated values, but holds bytes of another kind.`);
  const [first, ...rows] = delimitedRows(text, separatorOf(text));
  if (first === undefined || rows.length === 0) {
    throw new LabError(
      "csv-empty",
      `${file} must have a line of names and rows below it, but has ${first === undefined ? "nothing" : "one line alone"}.`,
    );
  }
  const names = first.fields.map((field, index) => (field === "" ? String(index + 1) : field));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new LabError("csv-column", `${file}: two columns are called "${twice}". Rename one.`);
  const odd = rows.find(({ fields }) => fields.length !== names.length);
  if (odd !== undefined) {
    throw new LabError(
      "csv-row",
      `${file}:${odd.line}: a row must have ${names.length} fields as the first has, but this has ${odd.fields.length}.`,
    );
  }
  return { names, rows, roles: names.map(roleOf) };
}

/** The figure that a column holds; one that does not say of which images is training's beside epochs, and else the run's result. */
function figureRole(role: ColumnRole | null, { roles }: Pick<Table, "roles">): FigureName | null {
  const curve = roles.includes("epoch");
  if (role === "bareLoss") return curve ? "trainLoss" : "testLoss";
  if (role === "bareAccuracy") return curve ? "trainAccuracy" : "testAccuracy";
  return figureNames.find((name) => name === role) ?? null;
}

function longRuns(table: Table, reading: TableReading): TableRuns {
  const { roles, names, rows } = table;
  const apart = roles.some((role) => role === "optimizer" || role === "seed" || role === "run");
  const runs = new Map<string, ForeignRun & { readonly points: ForeignPoint[] }>();
  for (const row of rows) {
    const cell = (role: ColumnRole): number | undefined =>
      numberAt(row, { at: roles.indexOf(role), table, file: reading.file });
    const point = pointOf(row, table, reading.file);
    const setting = settingOf(row, table, reading);
    const rate = cell("lr");
    const varies = roles.includes("epoch") && (!apart || roles.includes("run")); // a curve of the rate, as CSVLogger writes it
    const seed = cell("seed") ?? (roles.includes("epoch") ? reading.seed : undefined); // a name's number is one run's
    const mark = roles.includes("run")
      ? row.fields[roles.indexOf("run")]
      : roles.includes("epoch") || seed !== undefined
        ? ""
        : row.line;
    const key = JSON.stringify([setting, seed, mark, varies ? null : rate]);
    const known = runs.get(key) ?? { ...setting, seed, lr: varies ? reading.lr : (rate ?? reading.lr), points: [] };
    runs.set(key, known);
    known.points.push(rate === undefined ? point : { ...point, lr: rate });
  }
  const aside = names.filter((_, index) => roles[index] === null);
  const remarks = aside.length === 0 ? [] : [`not read: ${shortList(aside)}.`];
  return { runs: [...runs.values()].map((run) => checkedRun(run, reading.file)), remarks };
}

/** The rate of a run is its peak; its points are in order, each once. */
function checkedRun(run: ForeignRun, file: string): ForeignRun {
  const points = [...run.points].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const twice = points.find((point, index) => index > 0 && point.at === points[index - 1]!.at);
  if (twice !== undefined) {
    const what = twice.at === null ? "rows" : `rows of epoch or step ${twice.at}`;
    throw new LabError(
      "import-epoch",
      `${file}: a run has one row a time, but ${run.optimizer}${run.seed === undefined ? "" : `, seed ${run.seed}`}, has two ${what}: add a column seed or run that tells them apart, or remove what a resumed run wrote twice.`,
    );
  }
  const rates = points.flatMap(({ lr }) => (lr !== undefined && Number.isFinite(lr) ? [lr] : []));
  const peak = rates.reduce((most, rate) => Math.max(most, rate), Number.NEGATIVE_INFINITY);
  return { ...run, lr: run.lr ?? (rates.length > 0 ? peak : undefined), points };
}

function settingOf(
  row: DelimitedRow,
  table: Table,
  reading: TableReading,
): Pick<ForeignRun, "optimizer" | "hyperparameters"> {
  const hyperparameters: { [name: string]: number | boolean } = { ...reading.hyperparameters };
  for (const [at, role] of table.roles.entries()) {
    if (role === null || typeof role === "string") continue;
    const word = row.fields[at]!.toLowerCase();
    const value =
      word === "true" || word === "false" ? word === "true" : numberAt(row, { at, table, file: reading.file });
    if (value !== undefined) hyperparameters[role.hyperparameter] = value;
  }
  const named = row.fields[table.roles.indexOf("optimizer")] ?? "";
  return { optimizer: named === "" ? reading.optimizer : named, hyperparameters };
}

function pointOf(row: DelimitedRow, table: Table, file: string): ForeignPoint {
  const figures: { [N in FigureName]?: number } = {};
  for (const [at, role] of table.roles.entries()) {
    const name = figureRole(role, table);
    const value = name === null ? undefined : numberAt(row, { at, table, file });
    if (name !== null && value !== undefined) figures[name] ??= value;
  }
  const at = table.roles.indexOf("epoch");
  if (at < 0) return { at: null, figures };
  const epoch = numberAt(row, { at, table, file });
  if (epoch === undefined || !Number.isFinite(epoch)) {
    throw new LabError(
      "csv-number",
      `${file}:${row.line}: the column ${table.names[at]} must hold a number, but holds "${row.fields[at]}".`,
    );
  }
  return { at: epoch, figures };
}

/** Each column that has no role and holds numbers is an optimizer; with a column of epochs its curve, else a run in each row. */
function wideRuns(table: Table, reading: TableReading): TableRuns {
  const { names, roles, rows } = table;
  const [epochs, seeds] = [roles.indexOf("epoch"), roles.indexOf("seed")];
  const isNumber = (field: string): boolean => field === "" || figureOf(field) !== null;
  const columns = names.flatMap((_, at) =>
    roles[at] === null && rows.every(({ fields }) => isNumber(fields[at]!)) ? [at] : [],
  );
  if (columns.length === 0) {
    throw new LabError(
      "no-figures",
      `${reading.file} must have columns of accuracies or losses, or a column of numbers for each optimizer, but has ${shortList(names)}. Rename a column, for example to test_accuracy; decimals are written with a point.`,
    );
  }
  const kind: FigureName =
    epochs >= 0
      ? reading.lowerIsBetter
        ? "validationLoss"
        : "validationAccuracy"
      : reading.lowerIsBetter
        ? "testLoss"
        : "testAccuracy";
  const runs = columns.flatMap((at): ForeignRun[] => {
    const points = rows.flatMap((row): (ForeignPoint & { readonly seed: number | undefined })[] => {
      const place = { table, file: reading.file };
      const value = numberAt(row, { at, ...place });
      const epoch = numberAt(row, { at: epochs, ...place });
      const seed = numberAt(row, { at: seeds, ...place }) ?? (epochs < 0 ? undefined : reading.seed);
      return value === undefined ? [] : [{ at: epoch ?? null, seed, figures: { [kind]: value } satisfies Figures }];
    });
    const shared = { optimizer: names[at]!, hyperparameters: reading.hyperparameters ?? {}, lr: reading.lr };
    if (epochs < 0) return points.map(({ seed, ...point }) => ({ ...shared, seed, points: [point] }));
    const bySeed = [...new Set(points.map(({ seed }) => seed))];
    return bySeed.map((seed) =>
      checkedRun({ ...shared, seed, points: points.filter((point) => point.seed === seed) }, reading.file),
    );
  });
  const aside = names.filter((_, at) => roles[at] === null && !columns.includes(at));
  const read = `a column is an optimizer (${shortList(columns.map((at) => names[at]!))}), its numbers ${epochs >= 0 ? "validation" : "test"} ${reading.lowerIsBetter ? "losses" : "accuracies"}.`;
  return { runs, remarks: aside.length === 0 ? [read] : [read, `not read: ${shortList(aside)}.`] };
}

function numberAt(
  { line, fields }: DelimitedRow,
  { at, table, file }: { readonly at: number; readonly table: Table; readonly file: string },
): number | undefined {
  const field = fields[at] ?? "";
  if (field === "") return undefined;
  const value = figureOf(field);
  if (value !== null) return value;
  throw new LabError(
    "csv-number",
    `${file}:${line}: the column ${table.names[at]} must hold numbers with a decimal point, or diverged for a run without one, but here it holds "${field.slice(0, 40)}".`,
    { line },
  );
}

/** A number; NaN for the words of tools for a run that diverged; null for everything else. */
function figureOf(field: string): number | null {
  return /^(?:diverged|na|[+-]?nan|[+-]?inf(?:inity)?)$/i.test(field) ? Number.NaN : decimalOf(field);
}

/** The first names of a list. */
export function shortList(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
}

/**
 * A table of figures: a row for each workload, a column for each optimizer; the first column may name the workloads.
 */
import { LabError } from "../../core/errors.ts";
import { readText } from "../input.ts";
import type { Terminal } from "../terminal.ts";
import { holdsNumbers, placeOf, readNumberTable, valuesOf } from "./number-table.ts";

/** Figures of optimizers on workloads. */
export interface WorkloadTable {
  readonly optimizers: readonly string[];
  readonly workloads: readonly string[];
  /** figures[workload][optimizer] */
  readonly figures: readonly (readonly number[])[];
}

/** Reads it; `worst`: what a diverged run counts as. Errors: those of `readNumberTable` and `valuesOf`, `uneven-table` for a missing figure. */
export async function readWorkloads(
  path: string,
  { columns, worst }: { readonly columns?: readonly string[] | undefined; readonly worst: number },
  terminal: Terminal,
): Promise<WorkloadTable> {
  const table = readNumberTable(await readText(path, "the table", terminal), path === "-" ? "standard input" : path);
  const [first = ""] = table.names;
  const named = table.names.length > 2 && !holdsNumbers(table, first);
  const optimizers = columns ?? table.names.slice(named ? 1 : 0);
  const byOptimizer = optimizers.map((name) => valuesOf(table, name, { worst }));
  const short = byOptimizer.findIndex((values) => values.length < table.rows.length);
  if (short >= 0) {
    throw new LabError(
      "uneven-table",
      `${table.file}: every optimizer needs a figure on every workload, but ${optimizers[short]!} has only ${byOptimizer[short]!.length} of ${table.rows.length}. Write diverged where a run failed.`,
    );
  }
  const workloadColumn = named && placeOf(first, optimizers) < 0;
  return {
    optimizers,
    workloads: table.rows.map(({ fields }, row) => (workloadColumn ? fields[0]! : String(row + 1))),
    figures: table.rows.map((_, row) => byOptimizer.map((values) => values[row]!)),
  };
}

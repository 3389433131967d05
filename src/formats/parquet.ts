/**
 * Parquet: the tables `trials.parquet`, a row for each trial, and `epochs.parquet`, a row for each epoch of each trial.
 *
 * Both begin with `study`, `key`, `label`, `optimizer`, `lr` and `seed`, so that either is read alone or joined by `key`. A hyperparameter is a column
 * `hyper_NAME` of the trials; figures that there are not are null.
 */
import { join } from "node:path";
import type { RunFormat } from "./format.ts";
import { epochTable, type TableColumn, trialTable } from "./tables.ts";

/** Rows that are gathered before they are encoded. */
const groupRows = 20_000;

/** The format. */
export const parquet: RunFormat = {
  name: "parquet",
  about: "Parquet: a table of trials and one of their epochs, for pandas, Polars, DuckDB",
  output: "parquet",
  form: "folder",
  opens: (path) => `python: pandas.read_parquet(${JSON.stringify(`${path}/epochs.parquet`)})`,
  write: async (run, place) => {
    const trials = await openTable(join(place, "trials.parquet"), trialTable(run));
    const epochs = await openTable(join(place, "epochs.parquet"), epochTable(run));
    for await (const trial of run.trials()) {
      trials.add(trial);
      for (const [index, record] of trial.epochs.entries())
        epochs.add({ trial, record, timing: trial.timings[index] ?? null });
    }
    trials.close();
    epochs.close();
  },
};

interface OpenTable<Row> {
  add(row: Row): void;
  close(): void;
}

/** A file that rows are added to; what is in memory is one group of them. */
async function openTable<Row>(path: string, columns: readonly TableColumn<Row>[]): Promise<OpenTable<Row>> {
  const { fileWriter, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const empty = columns.map(({ name, type }) => ({ name, type, data: [], nullable: true }));
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: schemaFromColumnData({ columnData: empty }),
    createdBy: "lionlab",
  });
  let rows: Row[] = [];
  const flush = (): void => {
    if (rows.length === 0) return;
    const group = rows;
    rows = [];
    const columnData = columns.map(({ name, value }) => ({ name, data: group.map((row) => value(row)) }));
    void writer.write({ columnData, rowGroupSize: groupRows });
  };
  return {
    add(row) {
      rows.push(row);
      if (rows.length === groupRows) flush();
    },
    close() {
      flush();
      void writer.finish();
    },
  };
}

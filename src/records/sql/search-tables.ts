/**
 * Rows of the tables of a store of discoveries, by table.
 */
import type { Generated } from "kysely";
import type { ProgressRow } from "../progress-rows.ts";

/** Row types, by table. `sum`: see `rowSum`; none in rows of older versions, and missing where an older file is only read. */
export interface SearchTables {
  readonly discovery: {
    readonly name: string;
    readonly config: string;
    readonly command: string;
    readonly sum: string | null;
  };
  readonly search: {
    readonly id: Generated<number>;
    readonly key: string;
    readonly config: string;
    readonly state: string;
    readonly children: number;
    readonly evaluations: number;
    readonly best_fitness: number | null;
    readonly seconds: number;
  };
  /** Which searches a discovery has, and in which order. */
  readonly discovery_search: { readonly discovery: string; readonly position: number; readonly search: number };
  readonly evaluation: {
    readonly search: number;
    readonly number: number;
    readonly identity: string;
    readonly program: string;
    readonly length: number;
    readonly fitness: number;
    readonly status: string;
    readonly scores: string;
    readonly curves: Uint8Array;
    readonly failure: string | null;
    readonly sum: string | null;
  };
  readonly child: {
    readonly search: number;
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
  };
  readonly phase_record: {
    readonly discovery: string;
    readonly phase: string;
    readonly key: string;
    readonly position: number;
    readonly record: string;
    readonly sum: string | null;
  };
  /** What a run tells of itself. A server holds studies and discoveries, so there it has another name than that of studies. */
  readonly progress: ProgressRow;
  readonly discovery_progress: ProgressRow;
}

/** A row of the table `search`. */
export type SearchRow = Omit<SearchTables["search"], "id"> & { readonly id: number };

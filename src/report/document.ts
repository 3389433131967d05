/**
 * A report as data: sections of blocks that every renderer (terminal, HTML, Markdown, CSV, JSON, SVG) prints alike.
 *
 * Laws:
 *  - A document is a function of the records alone: same records, same document. It holds no date and no path.
 *  - Every table and figure carries its `Provenance`: the command that reproduces it, the number of seeds, the interval.
 *  - A document exists for an unfinished study too; what is missing is said in its text and counted in `progress`.
 */
import type { TopLevelSpec } from "vega-lite";
import type { EpochRecord, TrialState } from "../records/records.ts";
import type { Standing } from "./verdict/standings.ts";

/** Where a table or figure comes from. */
export interface Provenance {
  readonly command: string;
  /** Fewest and most finished or diverged seeds behind one row, line or surface; null for what is computed, not measured. */
  readonly seeds: { readonly fewest: number; readonly most: number } | null;
  /** Kind of interval shown, or why there is none; a phrase. */
  readonly interval: string;
}

/** How a cell is to be noticed. */
export type Tone = "plain" | "best" | "bad" | "muted";

/** A cell: the text that people read and the number behind it, if there is one. */
export interface Cell {
  readonly text: string;
  readonly value: number | string | null;
  readonly tone: Tone;
}

/** A column; on a narrow terminal those with the highest `priority` are left out first, 0 never. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** One sentence: what the figures are and in which unit. */
  readonly description: string;
  readonly priority: number;
}

/** A table; each row has one cell per column. */
export interface TableBlock {
  readonly kind: "table";
  /** Stable name, kebab-case; also the file name. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly caption: string;
  readonly provenance: Provenance;
}

/** A two-dimensional figure as a Vega-Lite specification with its data inside. */
export interface ChartBlock {
  readonly kind: "chart";
  readonly id: string;
  readonly title: string;
  readonly spec: TopLevelSpec;
  readonly caption: string;
  readonly provenance: Provenance;
}

/** Heights over learning rate and epoch; `z[i][j]` belongs to `epochs[i]` and `rates[j]`, null is a hole. */
export interface SurfaceGrid {
  readonly rates: readonly number[];
  readonly epochs: readonly number[];
  readonly z: readonly (readonly (number | null)[])[];
}

/** One optimizer's surface: the measured points and the same drawn smoothly between them. */
export interface Surface {
  readonly label: string;
  readonly measured: SurfaceGrid;
  readonly smooth: SurfaceGrid;
  /** Ends of the axis of learning rates, outer walls of the cells included. */
  readonly rateRange: readonly [number, number];
  /** Where a run diverged: the learning rate and the last epoch it completed, 0 if none. */
  readonly diverged: readonly { readonly rate: number; readonly epoch: number }[];
}

/** Surfaces to be shown side by side with one range of heights. */
export interface SurfacesBlock {
  readonly kind: "surfaces";
  readonly id: string;
  readonly title: string;
  readonly surfaces: readonly Surface[];
  readonly zTitle: string;
  readonly zRange: readonly [number, number];
  readonly epochRange: readonly [number, number];
  readonly caption: string;
  readonly provenance: Provenance;
}

/** A paragraph; a `warning` says what a reader could otherwise conclude wrongly. */
export interface TextBlock {
  readonly kind: "text";
  readonly tone: "plain" | "warning";
  readonly text: string;
}

/** Text to be copied: a command, a configuration, a program. */
export interface CodeBlock {
  readonly kind: "code";
  readonly title: string;
  readonly language: "sh" | "yaml" | "python" | "diff";
  readonly text: string;
  /** Whether the page shows it unfolded; default: commands only. */
  readonly open?: boolean;
}

/** What a section is made of. */
export type Block = TableBlock | ChartBlock | SurfacesBlock | TextBlock | CodeBlock;

/** A part of a report with a heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** One trial as a row of results.csv. Accuracies in 0..1, losses in nats; null where there is no such figure. */
export interface ResultRow {
  readonly key: string;
  readonly label: string;
  readonly optimizer: string;
  readonly convention: string;
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  readonly lr: number;
  readonly seed: number;
  readonly state: TrialState;
  readonly stopped: string | null;
  readonly epochs: number;
  readonly bestEpoch: number | null;
  readonly validationAccuracy: number | null;
  readonly validationLoss: number | null;
  readonly testAccuracy: number | null;
  readonly testTop5: number | null;
  readonly testLoss: number | null;
  readonly divergedAtStep: number | null;
  /** Median over the epochs, training and evaluation together. */
  readonly secondsPerEpoch: number | null;
  readonly failure: string | null;
  readonly curve: readonly EpochRecord[];
}

/** Whether files of a report hold the curve of every trial. */
export interface CurveChoice {
  readonly curves: boolean;
}

/** How far the work behind a report is, for its head. */
export interface ReportState {
  /** What is counted, such as "trials". */
  readonly name: string;
  /** Counts in words. */
  readonly text: string;
  readonly planned: number;
  readonly ended: number;
}

/** Counts of trials by state; `planned` is their sum. */
export interface Progress {
  readonly planned: number;
  readonly finished: number;
  readonly diverged: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
}

/** A whole report, of whatever subject: what every renderer needs. */
export interface ReportDocument {
  readonly schemaVersion: 1;
  readonly subject: "study" | "runs" | "discovery" | "figures";
  /** Name of the study or discovery, those of several runs, or what the figures are of. */
  readonly title: string;
  /** What was found, as far as it may be said: one sentence of a study, a few of a discovery. */
  readonly headline: string;
  /** What was compared: data, model, training, one fact each. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly command: string;
  readonly state: ReportState;
  readonly sections: readonly Section[];
}

/** The report of a study. */
export interface StudyReport extends ReportDocument {
  readonly progress: Progress;
  /** Where each optimizer stands, the one that validation prefers first. */
  readonly standings: readonly Standing[];
  /** One row per trial that has a record, in the study's order. */
  readonly results: readonly ResultRow[];
}

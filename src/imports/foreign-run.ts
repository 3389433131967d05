/**
 * A run of another tool, as its files tell it: what they do not tell is absent, and nothing here fills it in.
 */

/** The figures that our records keep and other tools write as well. Losses are means; accuracies as the file has them, shares or per cent. */
export const figureNames = [
  "trainLoss",
  "trainAccuracy",
  "validationLoss",
  "validationAccuracy",
  "testLoss",
  "testAccuracy",
] as const;

/** A figure's name. */
export type FigureName = (typeof figureNames)[number];

/** The figures of one row; NaN or infinite: the tool wrote that the run diverged. */
export type Figures = { readonly [N in FigureName]?: number };

/** Figures at a time of the run. */
export interface ForeignPoint {
  /** Epoch or step as the tool counts; null where a run has one row. */
  readonly at: number | null;
  /** The rate then. */
  readonly lr?: number;
  readonly figures: Figures;
}

/** One run. */
export interface ForeignRun {
  readonly optimizer: string;
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  readonly lr?: number | undefined;
  /** Absent: the runs of a setting are numbered in order. */
  readonly seed?: number | undefined;
  readonly points: readonly ForeignPoint[];
  /** The folder of a log that several files are parts of. */
  readonly log?: string | undefined;
  /** The run tried a setting and was judged by its last point; `pruned`: it was ended before the others. Absent: it is judged by its best. */
  readonly tries?: "whole" | "pruned";
}

/** What one file held. */
export interface ForeignFile {
  /** As given, and the SHA-256 of its bytes. */
  readonly file: string;
  readonly sha256: string;
  /** The tool that wrote it, in a sentence: `a table`, `Keras' CSVLogger`. */
  readonly tool: string;
  readonly runs: readonly ForeignRun[];
  /** What was left aside, or read in one of several ways: sentences. */
  readonly remarks: readonly string[];
}

/**
 * The contract of a format: a run as files that another tool opens.
 *
 * Laws; `format.conformance.ts` checks the first and the last for every format:
 *  - The same records give the same bytes, whenever and wherever they are written: no clock, no name of a machine.
 *  - Trials are read one at a time, so that a run of any size is never in memory as a whole.
 *  - Whatever is not known is absent, or what the tool takes for "absent"; nothing is filled in.
 */
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { TrialHead } from "../records/storage.ts";
import type { StudyReport } from "../report/document.ts";

/** A run as formats read it. */
export interface RunReading {
  readonly study: StudyRecord;
  /** Its trials in the study's order, without epochs. */
  readonly heads: readonly TrialHead[];
  /** The same with their epochs, one after another. */
  trials(): AsyncIterable<TrialRecord>;
  /** Its report, for formats that people read. */
  report(): Promise<StudyReport>;
}

/** A format. */
export interface RunFormat {
  /** What `--to` calls it. */
  readonly name: string;
  /** What is written, in a few words, for lists. */
  readonly about: string;
  /** Name in the folder of the run, where no other place is given. */
  readonly output: string;
  /** Whether that is one file or a folder of several. */
  readonly form: "file" | "folder";
  /** Trials that have not begun are left out. */
  readonly skipsUnbegun?: true;
  /** A line that opens it: a command, or Python where it says so. word: the path as a shell takes it. */
  opens(path: string, word: string): string;
  /**
   * Writes it. place: a path that does not exist yet, or a folder that is empty; whoever calls moves it where it belongs when it is whole.
   * Errors: those of the file system and of the records' store.
   */
  write(run: RunReading, place: string): Promise<void>;
}

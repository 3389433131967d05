/**
 * A kind of run as a server has it: a study, a discovery. One file each (`served-study.ts`, `served-discovery.ts`), one line in the list
 * (`served-kinds.ts`). What leaves runs to workers, coordinates, steers and shows them asks the kind, and has no word for what it is.
 */
import type { RunJob } from "../../jobs/postgres/job-status.ts";
import type { RunKind } from "../../jobs/postgres/runs.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { Stop } from "../../jobs/stop.ts";
import type { Patience } from "../../records/patience.ts";
import type { TrialConfig } from "../../records/records.ts";
import type { RunPulse } from "../../records/run-progress.ts";
import type { DiscoveryEvent } from "../../search/events.ts";
import type { StudyEvent } from "../../study/events.ts";
import type { PlainColumn } from "../plain-table.ts";

/** What a run needs of whoever coordinates it. */
export interface Coordinating extends Patience {
  /** Where its jobs go. */
  readonly queue: JobQueue;
  /** Address of the records. */
  readonly storage: string;
  /** Jobs that the coordinating worker does at a time. */
  readonly slots: number;
  readonly stop: Stop;
}

/** What a run told last. */
export interface ToldState {
  readonly state: RunPulse["state"];
  /** What it is at, where that has a name: a phase of a discovery. */
  readonly doing: string | null;
  readonly secondsLeft: number | null;
}

/** How a run stands, in a line. */
export interface RunStanding {
  readonly name: string;
  /** In the columns of its kind. */
  readonly cells: readonly string[];
  /** Null where it never told anything. */
  readonly told: ToldState | null;
  /** The same as data. */
  readonly facts: object;
}

/** How one run stands, in detail. */
export interface RunDetails {
  /** What is done of it, in words. */
  readonly done: string;
  readonly told: ToldState | null;
  /** Texts below, each with a line break at its end. */
  readonly tables: readonly string[];
  readonly facts: object;
}

/** What is known besides the records of a run whose details are wanted. */
export interface RunSurroundings {
  /** Address of the records. */
  readonly target: string;
  readonly jobs: readonly RunJob[];
}

/** See above. `Order`: plain data that whoever coordinates a run must know, besides what lies on the server; nothing in it is of the machine that submitted it. */
export interface ServedKind<Order = unknown> {
  readonly kind: RunKind;
  /** One and several. */
  readonly nouns: readonly [one: string, many: string];
  /** Command that shows a run of the kind, whose name follows. */
  readonly shows: string;
  /** What of a run that is complete may have failed, as in "no trial of NAME failed". */
  readonly part: string;
  /** Of its own, in the table of all runs of the kind. */
  readonly columns: readonly PlainColumn[];
  /** What its jobs are computed on. */
  deviceOf(order: Order): TrialConfig["device"];
  /** Runs what is missing, and writes nothing but records. Errors: those of the kind; `already-running`. */
  run(order: Order, where: Coordinating): AsyncIterable<StudyEvent | DiscoveryEvent>;
  /** All of a server, by name; none where it never had one. */
  standings(target: string): Promise<readonly RunStanding[]>;
  details(name: string, where: RunSurroundings): Promise<RunDetails>;
  /** How many parts failed, which `retry` lets be tried again. */
  failures(name: string, target: string): Promise<number>;
  /** Command that runs it again; null where it is not stored. */
  commandOf(name: string, target: string): Promise<string | null>;
}

/**
 * The contract of a discovery's store.
 *
 * Laws, checked by `search-storage.conformance.ts`:
 *  - Children append in order, 0, 1, 2 …: an equal child again is a no-op, a different one is refused (`record-conflict`),
 *    a gap is refused (`child-gap`). A batch is one transaction: after a kill it is there wholly or not at all.
 *  - An evaluation comes in the batch of the child that it belongs to.
 *  - Entries of the tuning, the funnel, meta-validation and simplification are idempotent by their keys.
 *  - What a run tells of itself changes no record.
 *  - One process at a time runs the searches of a discovery, of a file those of any (`lockForRun`); any number may read meanwhile.
 *  - What is read back equals what was put, number for number.
 */
import type { DiscoveryPulse } from "./run-progress.ts";
import type {
  ChildRecord,
  DiscoveryRecord,
  EvaluationRecord,
  FunnelEntry,
  MetaValidationPoint,
  SearchConfig,
  SearchRecord,
  SimplificationRecord,
  TuningRecord,
} from "./search-records.ts";

/** Children that were committed together, with the evaluations of those whose identity was new. */
export interface ArchiveBatch {
  readonly children: readonly ChildRecord[];
  readonly evaluations: readonly EvaluationRecord[];
  /** Seconds of searching since the last batch. */
  readonly seconds: number;
}

/** Which of numbered records: from `from` (default: the first) to before `end` (default: all that there are). */
export interface RecordRange {
  readonly from?: number;
  readonly end?: number;
}

/** A store of discoveries. Faults of the disk are `LabError`s as in `Storage`. */
export interface SearchStorage {
  readonly location: string;
  putDiscovery(discovery: DiscoveryRecord, searches: readonly { key: string; config: SearchConfig }[]): Promise<void>;
  listDiscoveries(): Promise<readonly DiscoveryRecord[]>;
  getDiscovery(name: string): Promise<DiscoveryRecord | null>;
  /** Searches of a discovery in its order. */
  listSearches(discovery: string): Promise<readonly SearchRecord[]>;
  appendBatch(search: string, batch: ArchiveBatch): Promise<void>;
  endSearch(search: string): Promise<void>;
  /** In order, those of the range that there are. */
  children(search: string, range?: RecordRange): Promise<readonly ChildRecord[]>;
  /** By their numbers, as children. */
  evaluations(search: string, range?: RecordRange): Promise<readonly EvaluationRecord[]>;
  /**
   * The phases begin, on the searches as they stand; `basis` says how. What phases recorded on another basis is removed,
   * for it speaks of other programs.
   */
  beginPhases(discovery: string, basis: string): Promise<void>;
  putTuning(discovery: string, tuning: TuningRecord): Promise<void>;
  tuning(discovery: string): Promise<readonly TuningRecord[]>;
  putFunnelEntry(discovery: string, entry: FunnelEntry): Promise<void>;
  funnel(discovery: string): Promise<readonly FunnelEntry[]>;
  putMetaValidation(discovery: string, point: MetaValidationPoint): Promise<void>;
  metaValidation(discovery: string): Promise<readonly MetaValidationPoint[]>;
  /** Replaces the steps of the discovery. */
  putSimplification(discovery: string, steps: readonly SimplificationRecord[]): Promise<void>;
  simplification(discovery: string): Promise<readonly SimplificationRecord[]>;
  /** Keeps what the run of a discovery tells of itself, in place of what it told before; left out where another program holds the store. */
  putPulse(discovery: string, pulse: DiscoveryPulse): Promise<void>;
  /** What the run told last; null where none ever told anything. */
  pulse(discovery: string): Promise<DiscoveryPulse | null>;
  lockForRun(discovery: string): Promise<void>;
  close(): Promise<void>;
}

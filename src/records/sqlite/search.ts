/**
 * The store of discoveries on a SQLite file in WAL mode: one writer, readers at any time.
 *
 * A search writes hundreds of children a second, all day, so statements are prepared once and run directly.
 */

import { canonicalJson } from "../../core/canonical-json.ts";
import { InternalError } from "../../core/errors.ts";
import { searchKey } from "../identity.ts";
import type { StoreMode, StoreOptions } from "../location.ts";
import { type Patience, patiently } from "../patience.ts";
import { type KeptPhase, phaseRecord } from "../phase-records.ts";
import type { DiscoveryPulse } from "../run-progress.ts";
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
} from "../search-records.ts";
import type { ArchiveBatch, RecordRange, SearchStorage } from "../search-storage.ts";
import { checkSum, decoding, requireStored, rowSum, storedObject } from "../stored.ts";
import { type Database, guarded, transact } from "./engine.ts";
import { closeFile, openFile } from "./file.ts";
import { takeRunLock } from "./lock.ts";
import { putProgress, readProgress } from "./progress.ts";
import { sameFile } from "./same-file.ts";
import {
  appendChildren,
  checkedSearch,
  childrenBetween,
  type KnownByIdentity,
  knownEvaluations,
  searchRow,
} from "./search-archive.ts";
import { discoveryFile, type EvaluationRow, evaluationOf, type KnownEvaluation } from "./search-schema.ts";
import { type SearchRow, type Statements, searchStatements } from "./search-statements.ts";

/** Opens a discovery file. Errors: `storage-not-ours`, `storage-too-new` and those of `storageFault`. */
export async function openSearchSqlite(path: string, options: StoreOptions): Promise<SearchStorage> {
  const database = await openFile(discoveryFile, { path, ...options });
  return new SqliteSearchStorage(path, { database, ...options });
}

class SqliteSearchStorage implements SearchStorage {
  readonly location: string;
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #mode: StoreMode;
  readonly #patience: Patience;
  /** Fails where the file was removed or replaced. */
  readonly #isThere: () => void;
  /** Evaluations of the searches that this process writes. */
  readonly #known = new Map<number, KnownByIdentity>();
  /** Heads of evaluations that were read with children, so that who reads on reads those that are new. */
  readonly #heads = new Map<number, KnownEvaluation[]>();
  #runLock: { release(): void } | null = null;

  constructor(location: string, { database, mode, ...patience }: StoreOptions & { readonly database: Database }) {
    this.location = location;
    this.#patience = patience;
    this.#isThere = mode === "run" ? sameFile(location) : () => {};
    this.#mode = mode;
    this.#database = database;
    this.#statements = guarded(location, () => searchStatements(database));
  }

  async putDiscovery(
    discovery: DiscoveryRecord,
    searches: readonly { key: string; config: SearchConfig }[],
  ): Promise<void> {
    const { name, config, command, searchKeys } = discovery;
    if (canonicalJson(searchKeys) !== canonicalJson(searches.map(({ key }) => key)))
      throw new InternalError("putDiscovery was given searches that are not those of the discovery");
    const { putDiscovery, putSearch, clearSearches, putMember } = this.#statements;
    await this.#transaction(() => {
      const texts = [name, canonicalJson(config), command];
      putDiscovery.run(...texts, rowSum(texts));
      clearSearches.run(name);
      searches.forEach(({ key, config }, position) => {
        putSearch.run(key, canonicalJson(config));
        putMember.run(name, position, searchRow(this.#statements, key).id);
      });
    });
  }

  async listDiscoveries(): Promise<readonly DiscoveryRecord[]> {
    return this.#use(() => (this.#statements.discoveries.all() as DiscoveryRow[]).map((row) => this.#discoveryOf(row)));
  }

  async getDiscovery(name: string): Promise<DiscoveryRecord | null> {
    return this.#use(() => {
      const row = this.#statements.discovery.get(name) as DiscoveryRow | undefined;
      return row === undefined ? null : this.#discoveryOf(row);
    });
  }

  async listSearches(discovery: string): Promise<readonly SearchRecord[]> {
    return this.#use(() => this.#searchRows(discovery).map(searchOf));
  }

  async appendBatch(search: string, batch: ArchiveBatch): Promise<void> {
    const statements = this.#statements;
    await this.#use(() => {
      const { id } = searchRow(statements, search);
      const known = this.#known.get(id) ?? knownEvaluations(statements, id);
      this.#known.delete(id);
      transact(this.#database, () => appendChildren({ statements, search, known }, batch));
      this.#known.set(id, known);
    });
  }

  async endSearch(search: string): Promise<void> {
    await this.#transaction(() => this.#statements.endSearch.run(searchRow(this.#statements, search).id));
  }

  async children(search: string, { from = 0, end = Infinity }: RecordRange = {}): Promise<readonly ChildRecord[]> {
    return this.#use(() => {
      const { id, children } = searchRow(this.#statements, search);
      const known = this.#heads.get(id) ?? [];
      this.#heads.set(id, known);
      return childrenBetween(this.#statements, { search: id, from, end: Math.min(end, children), known });
    });
  }

  async evaluations(
    search: string,
    { from = 0, end = Infinity }: RecordRange = {},
  ): Promise<readonly EvaluationRecord[]> {
    return this.#use(() => {
      const { id, evaluations } = searchRow(this.#statements, search);
      const last = Math.min(end, evaluations);
      const rows = this.#statements.evaluations.all(id, from, last) as EvaluationRow[];
      requireStored(
        rows.length === Math.max(0, last - from) && rows.every(({ number }, i) => number === from + i),
        `the evaluations of ${search}`,
      );
      return rows.map(evaluationOf);
    });
  }

  async beginPhases(discovery: string, basis: string): Promise<void> {
    const [known] = await this.#records<{ readonly basis: string }>(discovery, "basis");
    if (known?.basis === basis) return;
    const { clearRecords, putRecord } = this.#statements;
    await this.#transaction(() => {
      for (const phase of ["tuning", "funnel", "meta-validation", "simplification", "basis"])
        clearRecords.run(discovery, phase);
      const record = canonicalJson({ basis });
      putRecord.run(discovery, "basis", "", 0, record, rowSum([record]));
    });
  }

  async putTuning(discovery: string, tuning: TuningRecord): Promise<void> {
    await this.#putRecord(discovery, { phase: "tuning", key: [tuning.role, tuning.identity], record: tuning });
  }

  async tuning(discovery: string): Promise<readonly TuningRecord[]> {
    return this.#records(discovery, "tuning");
  }

  async putFunnelEntry(discovery: string, entry: FunnelEntry): Promise<void> {
    await this.#putRecord(discovery, {
      phase: "funnel",
      key: [entry.stage, entry.role, entry.identity],
      record: entry,
    });
  }

  async funnel(discovery: string): Promise<readonly FunnelEntry[]> {
    return this.#records(discovery, "funnel");
  }

  async putMetaValidation(discovery: string, point: MetaValidationPoint): Promise<void> {
    const key = [point.search, point.evaluations, point.identity];
    await this.#putRecord(discovery, { phase: "meta-validation", key, record: point });
  }

  async metaValidation(discovery: string): Promise<readonly MetaValidationPoint[]> {
    return this.#records(discovery, "meta-validation");
  }

  async putSimplification(discovery: string, steps: readonly SimplificationRecord[]): Promise<void> {
    const { clearRecords, putRecord } = this.#statements;
    await this.#transaction(() => {
      clearRecords.run(discovery, "simplification");
      steps.forEach((step, i) => {
        const record = canonicalJson(step);
        putRecord.run(discovery, "simplification", `${i}`, i, record, rowSum([record]));
      });
    });
  }

  async simplification(discovery: string): Promise<readonly SimplificationRecord[]> {
    return this.#records(discovery, "simplification");
  }

  async putPulse(discovery: string, pulse: DiscoveryPulse): Promise<void> {
    putProgress({ database: this.#database, location: this.location, statements: this.#statements }, discovery, pulse);
    this.#isThere();
  }

  async pulse(discovery: string): Promise<DiscoveryPulse | null> {
    return this.#use(() => readProgress<DiscoveryPulse>(this.#statements, discovery));
  }

  async lockForRun(): Promise<void> {
    if (this.location !== ":memory:") this.#runLock ??= await takeRunLock(this.location);
  }

  async close(): Promise<void> {
    closeFile(this.#database, this.#mode);
    this.#runLock?.release();
  }

  #discoveryOf({ name, config, command, sum }: DiscoveryRow): DiscoveryRecord {
    requireStored(typeof name === "string" && typeof command === "string", "a discovery's name or command");
    checkSum(sum, [name, config, command], `the discovery ${name}`);
    const searchKeys = this.#searchRows(name).map(({ key }) => key);
    return { schemaVersion: 1, name, config: storedObject(config, `the config of ${name}`), command, searchKeys };
  }

  #searchRows(discovery: string): readonly SearchRow[] {
    const rows = this.#statements.searches.all(discovery) as SearchRow[];
    const { count } = this.#statements.memberCount.get(discovery) as { count: number };
    requireStored(rows.length === count, `the searches of ${discovery}`);
    return rows.map(checkedSearch);
  }

  async #putRecord(
    discovery: string,
    { phase, key, record }: { readonly phase: string; readonly key: readonly unknown[]; readonly record: unknown },
  ): Promise<void> {
    const { nextPosition, putRecord } = this.#statements;
    await this.#transaction(() => {
      const { position } = nextPosition.get(discovery, phase) as { position: number };
      const text = canonicalJson(record);
      putRecord.run(discovery, phase, canonicalJson(key), position, text, rowSum([text]));
    });
  }

  #records<T>(discovery: string, phase: KeptPhase): Promise<T[]> {
    return this.#use(() => {
      const rows = this.#statements.records.all(discovery, phase) as { record: string; sum?: string | null }[];
      return rows.map(({ record, sum }) => {
        checkSum(sum, [record], `a record of ${phase}`);
        return phaseRecord(phase, record) as T;
      });
    });
  }

  /** Waits where the file is held; what it holds is read without trust. */
  async #use<T>(work: () => T): Promise<T> {
    const { location } = this;
    const done = await patiently(location, this.#patience, () => decoding(location, () => guarded(location, work)));
    this.#isThere();
    return done;
  }

  #transaction(work: () => void): Promise<void> {
    return this.#use(() => transact(this.#database, work));
  }
}

interface DiscoveryRow {
  readonly name: string;
  readonly config: string;
  readonly command: string;
  readonly sum?: string | null;
}

function searchOf({ key, config, state, children, evaluations, best_fitness, seconds }: SearchRow): SearchRecord {
  return {
    key,
    config: searchConfig(key, config),
    state: state as SearchRecord["state"],
    children,
    evaluations,
    bestFitness: best_fitness,
    seconds,
  };
}

/** The config of a search, which its key is made from. */
function searchConfig(key: string, config: string): SearchConfig {
  const value = storedObject(config, `the config of search ${key}`) as unknown as SearchConfig;
  requireStored(searchKey(value) === key, `the config of search ${key}`);
  return value;
}

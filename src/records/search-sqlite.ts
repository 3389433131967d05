/**
 * The store of discoveries on a SQLite file in WAL mode: one writer, readers at any time.
 *
 * A search writes hundreds of children a second, all day, so statements are prepared once and run directly.
 */
import { InternalError } from "../core/errors.ts";
import { canonicalJson } from "../core/hash.ts";
import type { StoreMode } from "./location.ts";
import {
  appendChildren,
  childrenBetween,
  type KnownByIdentity,
  knownEvaluations,
  searchRow,
} from "./search-archive.ts";
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
import { discoveryFile, type EvaluationRow, evaluationOf } from "./search-schema.ts";
import { type SearchRow, type Statements, searchStatements } from "./search-statements.ts";
import type { ArchiveBatch, SearchStorage } from "./search-storage.ts";
import { type Database, guarded } from "./sqlite-engine.ts";
import { closeFile, openFile } from "./sqlite-file.ts";
import { takeRunLock } from "./sqlite-lock.ts";

/** Opens a discovery file. Errors: `storage-not-ours`, `storage-too-new` and those of `storageFault`. */
export async function openSearchSqlite(path: string, { mode }: { readonly mode: StoreMode }): Promise<SearchStorage> {
  const database = await openFile(discoveryFile, { path, mode });
  return new SqliteSearchStorage(path, { database, mode });
}

class SqliteSearchStorage implements SearchStorage {
  readonly location: string;
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #mode: StoreMode;
  /** Evaluations of the searches that this process writes. */
  readonly #known = new Map<number, KnownByIdentity>();
  #runLock: { release(): void } | null = null;

  constructor(location: string, { database, mode }: { readonly database: Database; readonly mode: StoreMode }) {
    this.location = location;
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
    this.#transaction(() => {
      putDiscovery.run(name, canonicalJson(config), command);
      clearSearches.run(name);
      searches.forEach(({ key, config }, position) => {
        putSearch.run(key, canonicalJson(config));
        putMember.run(name, position, searchRow(this.#statements, key).id);
      });
    });
  }

  async listDiscoveries(): Promise<readonly DiscoveryRecord[]> {
    return this.#read(() => this.#statements.discoveries.all() as DiscoveryRow[]).map((row) => this.#discoveryOf(row));
  }

  async getDiscovery(name: string): Promise<DiscoveryRecord | null> {
    const row = this.#read(() => this.#statements.discovery.get(name) as DiscoveryRow | undefined);
    return row === undefined ? null : this.#discoveryOf(row);
  }

  async listSearches(discovery: string): Promise<readonly SearchRecord[]> {
    return this.#searchRows(discovery).map(searchOf);
  }

  async appendBatch(search: string, batch: ArchiveBatch): Promise<void> {
    const statements = this.#statements;
    const { id } = this.#read(() => searchRow(statements, search));
    const known = this.#known.get(id) ?? this.#read(() => knownEvaluations(statements, id));
    this.#known.delete(id);
    this.#transaction(() => appendChildren({ statements, search, known }, batch));
    this.#known.set(id, known);
  }

  async endSearch(search: string): Promise<void> {
    this.#transaction(() => this.#statements.endSearch.run(searchRow(this.#statements, search).id));
  }

  async children(search: string, { from = 0 }: { readonly from?: number } = {}): Promise<readonly ChildRecord[]> {
    return this.#read(() => {
      const { id, children: end } = searchRow(this.#statements, search);
      return childrenBetween(this.#statements, { search: id, from, end });
    });
  }

  async evaluations(search: string): Promise<readonly EvaluationRecord[]> {
    const rows = this.#read(() => this.#statements.evaluations.all(searchRow(this.#statements, search).id));
    return (rows as EvaluationRow[]).map(evaluationOf);
  }

  async beginPhases(discovery: string, basis: string): Promise<void> {
    const [known] = this.#records<{ readonly basis: string }>(discovery, "basis");
    if (known?.basis === basis) return;
    const { clearRecords, putRecord } = this.#statements;
    this.#transaction(() => {
      for (const phase of ["tuning", "funnel", "meta-validation", "simplification", "basis"])
        clearRecords.run(discovery, phase);
      putRecord.run(discovery, "basis", "", 0, canonicalJson({ basis }));
    });
  }

  async putTuning(discovery: string, tuning: TuningRecord): Promise<void> {
    this.#putRecord(discovery, { phase: "tuning", key: [tuning.role, tuning.identity], record: tuning });
  }

  async tuning(discovery: string): Promise<readonly TuningRecord[]> {
    return this.#records(discovery, "tuning");
  }

  async putFunnelEntry(discovery: string, entry: FunnelEntry): Promise<void> {
    this.#putRecord(discovery, { phase: "funnel", key: [entry.stage, entry.role, entry.identity], record: entry });
  }

  async funnel(discovery: string): Promise<readonly FunnelEntry[]> {
    return this.#records(discovery, "funnel");
  }

  async putMetaValidation(discovery: string, point: MetaValidationPoint): Promise<void> {
    const key = [point.search, point.evaluations, point.identity];
    this.#putRecord(discovery, { phase: "meta-validation", key, record: point });
  }

  async metaValidation(discovery: string): Promise<readonly MetaValidationPoint[]> {
    return this.#records(discovery, "meta-validation");
  }

  async putSimplification(discovery: string, steps: readonly SimplificationRecord[]): Promise<void> {
    const { clearRecords, putRecord } = this.#statements;
    this.#transaction(() => {
      clearRecords.run(discovery, "simplification");
      steps.forEach((step, i) => {
        putRecord.run(discovery, "simplification", `${i}`, i, canonicalJson(step));
      });
    });
  }

  async simplification(discovery: string): Promise<readonly SimplificationRecord[]> {
    return this.#records(discovery, "simplification");
  }

  async lockForRun(): Promise<void> {
    if (this.location !== ":memory:") this.#runLock ??= await takeRunLock(this.location);
  }

  async close(): Promise<void> {
    closeFile(this.#database, this.#mode);
    this.#runLock?.release();
  }

  #discoveryOf({ name, config, command }: DiscoveryRow): DiscoveryRecord {
    const searchKeys = this.#searchRows(name).map(({ key }) => key);
    return { schemaVersion: 1, name, config: JSON.parse(config), command, searchKeys };
  }

  #searchRows(discovery: string): readonly SearchRow[] {
    return this.#read(() => this.#statements.searches.all(discovery) as SearchRow[]);
  }

  #putRecord(
    discovery: string,
    { phase, key, record }: { readonly phase: string; readonly key: readonly unknown[]; readonly record: unknown },
  ): void {
    const { nextPosition, putRecord } = this.#statements;
    this.#transaction(() => {
      const { position } = nextPosition.get(discovery, phase) as { position: number };
      putRecord.run(discovery, phase, canonicalJson(key), position, canonicalJson(record));
    });
  }

  #records<T>(discovery: string, phase: string): T[] {
    const rows = this.#read(() => this.#statements.records.all(discovery, phase) as { record: string }[]);
    return rows.map(({ record }) => JSON.parse(record) as T);
  }

  #read<T>(work: () => T): T {
    return guarded(this.location, work);
  }

  /** Work that happens wholly or not at all. */
  #transaction(work: () => void): void {
    this.#read(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        work();
        this.#database.exec("COMMIT");
      } catch (error) {
        rollBack(this.#database);
        throw error;
      }
    });
  }
}

interface DiscoveryRow {
  readonly name: string;
  readonly config: string;
  readonly command: string;
}

function searchOf({ key, config, state, children, evaluations, best_fitness, seconds }: SearchRow): SearchRecord {
  return {
    key,
    config: JSON.parse(config) as SearchConfig,
    state: state as SearchRecord["state"],
    children,
    evaluations,
    bestFitness: best_fitness,
    seconds,
  };
}

/** The engine rolls back by itself where the disk is full; the cause is thrown, not this. */
function rollBack(database: Database): void {
  try {
    database.exec("ROLLBACK");
  } catch {}
}

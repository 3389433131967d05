/**
 * The store of discoveries on an SQL database, of whichever dialect.
 */
import { canonicalJson } from "../../core/canonical-json.ts";
import { InternalError } from "../../core/errors.ts";
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
import { evaluationOf } from "../search-rows.ts";
import type { ArchiveBatch, RecordRange, SearchStorage } from "../search-storage.ts";
import { decoding, requireStored, rowSum } from "../stored.ts";
import { discoveryOf, searchOf, searchRows } from "./discovery-reading.ts";
import { KnownEvaluations } from "./known-evaluations.ts";
import { hasColumn } from "./older-files.ts";
import { beginPhases, clearPhase, phaseRecords, putPhaseRecord } from "./phases.ts";
import { putProgress, readProgress } from "./progress.ts";
import type { SearchAccess } from "./search-access.ts";
import { appendChildren, childrenBetween, searchRow } from "./search-archive.ts";
import { type SearchQueries, searchQueries } from "./search-queries.ts";
import type { SearchTables } from "./search-tables.ts";
import type { SqlDatabase, SqlSession } from "./session.ts";

/** A store of discoveries on a database that has its tables. Each method is one transaction. */
export class SqlSearchStorage implements SearchStorage {
  readonly location: string;
  readonly #database: SqlDatabase<SearchTables>;
  readonly #queries: SearchQueries;
  /** By search. */
  readonly #known = new Map<number, KnownEvaluations>();

  constructor(database: SqlDatabase<SearchTables>) {
    this.location = database.location;
    this.#database = database;
    this.#queries = searchQueries(database);
  }

  async putDiscovery(
    discovery: DiscoveryRecord,
    searches: readonly { key: string; config: SearchConfig }[],
  ): Promise<void> {
    const { name, command, searchKeys } = discovery;
    if (canonicalJson(searchKeys) !== canonicalJson(searches.map(({ key }) => key)))
      throw new InternalError("putDiscovery was given searches that are not those of the discovery");
    const config = canonicalJson(discovery.config);
    await this.#write(async (access) => {
      const { session, queries } = access;
      await session.run(queries.putDiscovery({ name, config, command, sum: rowSum([name, config, command]) }));
      await session.run(queries.clearSearches({ discovery: name }));
      for (const [position, { key, config }] of searches.entries()) {
        await session.run(queries.putSearch({ key, config: canonicalJson(config) }));
        const { id } = await searchRow(access, key);
        await session.run(queries.putMember({ discovery: name, position, search: id }));
      }
    });
  }

  async listDiscoveries(): Promise<readonly DiscoveryRecord[]> {
    return this.#read(async (access) => {
      const discoveries: DiscoveryRecord[] = [];
      for (const row of await access.session.rows(access.queries.discoveries({})))
        discoveries.push(await discoveryOf(access, row));
      return discoveries;
    });
  }

  async getDiscovery(name: string): Promise<DiscoveryRecord | null> {
    return this.#read(async (access) => {
      const [row] = await access.session.rows(access.queries.discovery({ discovery: name }));
      return row === undefined ? null : discoveryOf(access, row);
    });
  }

  async listSearches(discovery: string): Promise<readonly SearchRecord[]> {
    return this.#read(async (access) => (await searchRows(access, discovery)).map(searchOf));
  }

  async appendBatch(key: string, batch: ArchiveBatch): Promise<void> {
    const { known, added } = await this.#write(async (access) => {
      const search = await searchRow(access, key);
      const known = this.#knownOf(search.id);
      await known.readOn(access, search.evaluations);
      return { known, added: await appendChildren(access, { search, known, batch }) };
    });
    known.add(added);
  }

  async endSearch(key: string): Promise<void> {
    await this.#write(async (access) => {
      await access.session.run(access.queries.endSearch(await searchRow(access, key)));
    });
  }

  async children(key: string, { from = 0, end = Infinity }: RecordRange = {}): Promise<readonly ChildRecord[]> {
    return this.#read(async (access) => {
      const { id, children, evaluations } = await searchRow(access, key);
      const known = this.#knownOf(id);
      await known.readOn(access, evaluations);
      return childrenBetween(access, { search: id, from, end: Math.min(end, children), known: known.list });
    });
  }

  async evaluations(key: string, { from = 0, end = Infinity }: RecordRange = {}): Promise<readonly EvaluationRecord[]> {
    return this.#read(async (access) => {
      const { id, evaluations } = await searchRow(access, key);
      const last = Math.min(end, evaluations);
      const rows = await access.session.rows(access.queries.evaluations({ search: id, from, end: last }));
      const whole = rows.length === Math.max(0, last - from) && rows.every(({ number }, i) => number === from + i);
      requireStored(whole, `the evaluations of ${key}`);
      return rows.map(evaluationOf);
    });
  }

  async beginPhases(discovery: string, basis: string): Promise<void> {
    await this.#write((access) => beginPhases(access, discovery, basis));
  }

  async putTuning(discovery: string, tuning: TuningRecord): Promise<void> {
    const key = [tuning.role, tuning.identity];
    await this.#write((access) => putPhaseRecord(access, { discovery, phase: "tuning", key, record: tuning }));
  }

  async tuning(discovery: string): Promise<readonly TuningRecord[]> {
    return this.#read((access) => phaseRecords<TuningRecord>(access, discovery, "tuning"));
  }

  async putFunnelEntry(discovery: string, entry: FunnelEntry): Promise<void> {
    const key = [entry.stage, entry.role, entry.identity];
    await this.#write((access) => putPhaseRecord(access, { discovery, phase: "funnel", key, record: entry }));
  }

  async funnel(discovery: string): Promise<readonly FunnelEntry[]> {
    return this.#read((access) => phaseRecords<FunnelEntry>(access, discovery, "funnel"));
  }

  async putMetaValidation(discovery: string, point: MetaValidationPoint): Promise<void> {
    const key = [point.search, point.evaluations, point.identity];
    await this.#write((access) => putPhaseRecord(access, { discovery, phase: "meta-validation", key, record: point }));
  }

  async metaValidation(discovery: string): Promise<readonly MetaValidationPoint[]> {
    return this.#read((access) => phaseRecords<MetaValidationPoint>(access, discovery, "meta-validation"));
  }

  async putSimplification(discovery: string, steps: readonly SimplificationRecord[]): Promise<void> {
    const phase = "simplification";
    await this.#write(async (access) => {
      await clearPhase(access, discovery, phase);
      for (const [i, step] of steps.entries())
        await putPhaseRecord(access, { discovery, phase, key: `${i}`, record: step });
    });
  }

  async simplification(discovery: string): Promise<readonly SimplificationRecord[]> {
    return this.#read((access) => phaseRecords<SimplificationRecord>(access, discovery, "simplification"));
  }

  async putPulse(discovery: string, pulse: DiscoveryPulse): Promise<void> {
    await putProgress({ database: this.#database, queries: this.#queries }, discovery, pulse);
  }

  async pulse(discovery: string): Promise<DiscoveryPulse | null> {
    return this.#read(async (access) =>
      (await hasColumn(access, "progress", "owner")) ? readProgress<DiscoveryPulse>(access, discovery) : null,
    );
  }

  async lockForRun(discovery: string): Promise<void> {
    await this.#database.lockForRun(discovery);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  #knownOf(search: number): KnownEvaluations {
    const known = this.#known.get(search) ?? new KnownEvaluations(search);
    this.#known.set(search, known);
    return known;
  }

  #write<T>(work: (access: SearchAccess) => Promise<T>): Promise<T> {
    return decoding(this.location, () => this.#database.write((session) => work(this.#access(session))));
  }

  /** What was there at one moment, while another process may write; it is read without trust. */
  #read<T>(work: (access: SearchAccess) => Promise<T>): Promise<T> {
    return decoding(this.location, () => this.#database.read((session) => work(this.#access(session))));
  }

  #access(session: SqlSession): SearchAccess {
    const { dialect, queries: from } = this.#database;
    return { session, dialect, from, queries: this.#queries };
  }
}

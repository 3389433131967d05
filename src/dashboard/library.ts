/**
 * The runs that a dashboard shows: their stores, opened to read, and what is known of each.
 *
 * A store is looked at while somebody asks for it, and at most so often; all who ask share the look.
 */
import { wallClock } from "../core/clock.ts";
import { isGone } from "../jobs/process-gone.ts";
import type { TrialRecord } from "../records/records.ts";
import type { SearchConfig } from "../records/search-records.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import { fileVersion } from "../records/sqlite/same-file.ts";
import type { ProgramDetail } from "./discovery-frame.ts";
import { findStores } from "./find-runs.ts";
import { isMissing, type OpenStore, OpenStores, whyUnread } from "./open-stores.ts";
import type { DocumentSource } from "./run-documents.ts";
import { type RunFacts, runId } from "./run-facts.ts";
import { noNotes, readNotes } from "./run-notes.ts";
import { SharedLook } from "./shared-look.ts";
import type { TrialInStudy } from "./trial-details.ts";
import type { ListedRun, RunList, RunSummary, UnreadRun } from "./views.ts";
import type { Watched } from "./watched.ts";
import { WatchedDiscovery } from "./watched-discovery.ts";
import { WatchedStudy } from "./watched-study.ts";

interface WatchedRun<Run extends Watched> {
  readonly store: OpenStore;
  readonly run: Run;
  readonly shared: SharedLook;
}

/** What a library knows besides its stores. */
export interface LibraryOptions {
  /** What readers of searches of these configs need to know before all figures; null: nothing. Default: nothing, whatever they are. */
  readonly noteOn?: (configs: readonly SearchConfig[]) => string | null;
}

/** The runs below some places. */
export class RunLibrary {
  readonly #places: readonly string[];
  readonly #noteOn: NonNullable<LibraryOptions["noteOn"]>;
  readonly #stores = new OpenStores();
  readonly #studies = new Map<string, WatchedRun<WatchedStudy>>();
  readonly #discoveries = new Map<string, WatchedRun<WatchedDiscovery>>();

  constructor(places: readonly string[], { noteOn = () => null }: LibraryOptions = {}) {
    this.#places = places;
    this.#noteOn = noteOn;
  }

  /** All runs as they stand. */
  async list(): Promise<Omit<RunList, "starting">> {
    const runs: ListedRun[] = [];
    const found = findStores(this.#places);
    const unread: UnreadRun[] = [...found.unread];
    await this.#keep(new Set(found.stores.map(({ path }) => path)));
    for (const store of found.stores) {
      try {
        const summaries = await this.#summariesOf(this.#stores.at(store));
        const notes = await readNotes(store.path);
        runs.push(...summaries.map((run) => ({ ...run, notes: notes.get(run.name) ?? noNotes })));
      } catch (error) {
        unread.push({ location: store.path, sentence: whyUnread(error) });
      }
    }
    return { runs, unread };
  }

  /** A study, looked at now or a moment ago; null where there is none of that name. Errors: those of its store. */
  async study(id: string): Promise<WatchedStudy | null> {
    await this.#find(id);
    const found = this.#studies.get(id);
    return found !== undefined && (await this.#isThere(id, found.shared.look())) ? found.run : null;
  }

  /** A discovery with the sums of its searches, looked at now or a moment ago; null where there is none of that name. Errors: those of its store. */
  async discovery(id: string): Promise<WatchedDiscovery | null> {
    await this.#find(id);
    const found = this.#discoveries.get(id);
    if (found === undefined) return null;
    const { run, shared } = found;
    const isClose = run.isClose;
    run.comeClose();
    const isThere = await this.#isThere(id, isClose ? shared.look() : shared.lookAnew());
    return isThere && run.isThere ? run : null;
  }

  /** A run of either kind, as those. */
  async watched(id: string): Promise<Watched | null> {
    return (await this.study(id)) ?? (await this.discovery(id));
  }

  /** A program that a search of a discovery evaluated; null where there is none. Errors: those of the store. */
  async program(id: string, search: string, identity: string): Promise<ProgramDetail | null> {
    const watched = await this.discovery(id);
    if (watched === null) return null;
    return watched.program(await this.#discoveries.get(id)!.store.discoveries.get(), search, identity);
  }

  /** These trials of a run with all epochs, those that it has; none where there is no such run. */
  async trials(id: string, keys: readonly string[]): Promise<readonly TrialRecord[]> {
    const found = this.#studies.get(id);
    if (found === undefined) return [];
    const storage = await found.store.studies.get();
    const records = await Promise.all(keys.map((key) => storage.getTrial(key)));
    return records.filter((record) => record !== null);
  }

  /** A trial of a study with all epochs, and where it stands; null where there is none of that key in it. Errors: those of the store. */
  async trial(id: string, key: string): Promise<({ readonly trial: TrialRecord } & TrialInStudy) | null> {
    const study = await this.study(id);
    if (study === null) return null;
    const storage = await this.#studies.get(id)!.store.studies.get();
    const studies = await storage.listStudies();
    const own = studies.find(({ name }) => name === study.summary().name);
    const trial = own?.trialKeys.includes(key) === true ? await storage.getTrial(key) : null;
    if (own === undefined || trial === null) return null;
    return { trial, study: own, location: storage.location, studies: studies.length };
  }

  /** Where a run is kept, and how far what documents are made of has come; null where there is no such run. Errors: those of its store. */
  async documentSource(id: string): Promise<DocumentSource | null> {
    const watched = await this.study(id);
    if (watched !== null) {
      const { path: location, target } = this.#studies.get(id)!.store.found;
      const { records, ended } = watched;
      return { run: "study", location, target, name: watched.summary().name, records, ended };
    }
    return this.withDiscovery(id, async (name, { location }) => {
      const version = fileVersion(location);
      return { run: "discovery" as const, location, name, records: version, ended: version };
    });
  }

  /** Calls `use` with the store of a discovery; null where there is none of that name. Errors: those of the store. */
  async withDiscovery<T>(id: string, use: (name: string, storage: SearchStorage) => Promise<T>): Promise<T | null> {
    await this.#find(id);
    const found = this.#discoveries.get(id);
    return found === undefined ? null : use(found.run.name, await found.store.discoveries.get());
  }

  /** What is known of a run beyond its summary; null where there is none. Errors: those of its store. */
  async facts(id: string): Promise<RunFacts | null> {
    await this.#find(id);
    const found = this.#studies.get(id) ?? this.#discoveries.get(id);
    if (found === undefined || !(await this.#isThere(id, found.shared.look()))) return null;
    const { kind, name, state, failed } = found.run.summary();
    const { command, pulse } = found.run;
    return { id, kind, name, store: found.store.found.path, state, failed, command, pulse };
  }

  /** Closes all stores. */
  close(): Promise<void> {
    return this.#stores.keep(new Set());
  }

  /** Forgets what is in no store at these paths. */
  async #keep(paths: ReadonlySet<string>): Promise<void> {
    await this.#stores.keep(paths);
    for (const runs of [this.#studies, this.#discoveries])
      for (const [id, { store }] of runs) if (!paths.has(store.found.path)) runs.delete(id);
  }

  /** Whether a look found the store of a run; one that was deleted while it was watched is forgotten. Errors: others. */
  async #isThere(id: string, look: Promise<void>): Promise<boolean> {
    try {
      await look;
      return true;
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.#studies.delete(id);
      this.#discoveries.delete(id);
      return false;
    }
  }

  async #summariesOf(store: OpenStore): Promise<readonly RunSummary[]> {
    const isStudy = store.found.kind === "study";
    const names = isStudy
      ? (await (await store.studies.get()).listStudies()).map(({ name }) => name)
      : (await (await store.discoveries.get()).listDiscoveries()).map(({ name }) => name);
    const summaries: RunSummary[] = [];
    for (const name of names) {
      const { run, shared } = isStudy ? this.#studyOf(store, name) : this.#discoveryOf(store, name);
      await shared.look();
      summaries.push(run.summary());
    }
    return summaries;
  }

  /** Sees to it that a run is known, if it is there. */
  async #find(id: string): Promise<void> {
    if (!this.#studies.has(id) && !this.#discoveries.has(id)) await this.list();
  }

  #studyOf(store: OpenStore, name: string): WatchedRun<WatchedStudy> {
    const id = runId(store.found.path, name);
    const known = this.#studies.get(id);
    if (known !== undefined) return known;
    const run = new WatchedStudy({ id, name, isGone });
    const look = async () => void (await run.look(await store.studies.get(), wallClock.now()));
    const watched = { store, run, shared: new SharedLook(look) };
    this.#studies.set(id, watched);
    return watched;
  }

  #discoveryOf(store: OpenStore, name: string): WatchedRun<WatchedDiscovery> {
    const id = runId(store.found.path, name);
    const known = this.#discoveries.get(id);
    if (known !== undefined) return known;
    const run = new WatchedDiscovery({ id, name, isGone, noteOn: this.#noteOn });
    const look = async () => run.look(await store.discoveries.get(), wallClock.now());
    const watched = { store, run, shared: new SharedLook(look) };
    this.#discoveries.set(id, watched);
    return watched;
  }
}

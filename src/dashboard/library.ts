/**
 * The runs that a dashboard shows: their stores, opened to read, and what is known of each.
 *
 * A store is looked at while somebody asks for it, and at most so often; all who ask share the look.
 */
import { createHash } from "node:crypto";
import { wallClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import { isGone } from "../jobs/process-gone.ts";
import { KeptOpen } from "../records/kept-open.ts";
import { openStorage } from "../records/open.ts";
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import { openSearchStorage } from "../records/search-open.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import type { Storage } from "../records/storage.ts";
import { discoverySummary } from "./discovery-summary.ts";
import { type FoundStore, findStores } from "./find-runs.ts";
import type { RunList, RunSummary, TrialCurve, UnreadRun } from "./views.ts";
import { WatchedStudy } from "./watched-study.ts";

/** Milliseconds for which a look at a store is good enough. */
const freshMs = 500;

interface OpenStore {
  readonly found: FoundStore;
  readonly studies: KeptOpen<Storage>;
  readonly discoveries: KeptOpen<SearchStorage>;
}

interface WatchedRun {
  readonly store: OpenStore;
  readonly study: WatchedStudy;
  looking: Promise<void> | null;
  lookedAtMs: number;
}

/** The runs below some places. */
export class RunLibrary {
  readonly #places: readonly string[];
  readonly #stores = new Map<string, OpenStore>();
  readonly #watched = new Map<string, WatchedRun>();

  constructor(places: readonly string[]) {
    this.#places = places;
  }

  /** All runs as they stand. */
  async list(): Promise<RunList> {
    const runs: RunSummary[] = [];
    const unread: UnreadRun[] = [];
    for (const found of findStores(this.#places)) {
      try {
        runs.push(...(await this.#summariesOf(this.#storeOf(found))));
      } catch (error) {
        unread.push({ location: found.path, sentence: sentenceOf(error) });
      }
    }
    return { runs, unread };
  }

  /** A study, looked at now or a moment ago; null where there is none of that name. Errors: those of its store. */
  async study(id: string): Promise<WatchedStudy | null> {
    if (!this.#watched.has(id)) await this.list();
    const run = this.#watched.get(id);
    if (run === undefined) return null;
    await this.#look(run);
    return run.study;
  }

  /** Epochs of these trials of a run, those that it has; none where there is no such run. */
  async curves(id: string, keys: readonly string[]): Promise<readonly TrialCurve[]> {
    const run = this.#watched.get(id);
    if (run === undefined) return [];
    const storage = await run.store.studies.get();
    const records = await Promise.all(keys.map((key) => storage.getTrial(key)));
    return records.flatMap((record) => (record === null ? [] : [curveOf(record)]));
  }

  /** A study's record and trials with all epochs; null where there is no such run. Errors: those of its store. */
  async records(id: string): Promise<{ readonly study: StudyRecord; readonly trials: readonly TrialRecord[] } | null> {
    const watched = await this.study(id);
    if (watched === null) return null;
    const storage = await this.#watched.get(id)!.store.studies.get();
    const study = await storage.getStudy(watched.summary().name);
    return study === null ? null : { study, trials: await storage.loadTrials(study.name) };
  }

  /** Calls `use` with the store of a discovery; null where there is none of that name. Errors: those of the store. */
  async withDiscovery<T>(id: string, use: (name: string, storage: SearchStorage) => Promise<T>): Promise<T | null> {
    for (const found of findStores(this.#places).filter(({ kind }) => kind === "discovery")) {
      const storage = await this.#storeOf(found).discoveries.get();
      const record = (await storage.listDiscoveries()).find(({ name }) => idOf(found.path, name) === id);
      if (record !== undefined) return use(record.name, storage);
    }
    return null;
  }

  /** Closes all stores. */
  async close(): Promise<void> {
    for (const { studies, discoveries } of this.#stores.values()) {
      await studies.close();
      await discoveries.close();
    }
  }

  #storeOf(found: FoundStore): OpenStore {
    const known = this.#stores.get(found.path);
    if (known !== undefined) return known;
    const store = {
      found,
      studies: new KeptOpen(() => openStorage(found.path, { mode: "read" })),
      discoveries: new KeptOpen(() => openSearchStorage(found.path, { mode: "read" })),
    };
    this.#stores.set(found.path, store);
    return store;
  }

  async #summariesOf(store: OpenStore): Promise<readonly RunSummary[]> {
    const { path, kind } = store.found;
    if (kind === "discovery") {
      const storage = await store.discoveries.get();
      const records = await storage.listDiscoveries();
      return Promise.all(
        records.map(({ name }) => discoverySummary(storage, { id: idOf(path, name), name, location: path, isGone })),
      );
    }
    const studies = await (await store.studies.get()).listStudies();
    const summaries: RunSummary[] = [];
    for (const { name } of studies) {
      const id = idOf(path, name);
      const run = this.#watched.get(id) ?? {
        store,
        study: new WatchedStudy({ id, name, isGone }),
        looking: null,
        lookedAtMs: Number.NEGATIVE_INFINITY,
      };
      this.#watched.set(id, run);
      await this.#look(run);
      summaries.push(run.study.summary());
    }
    return summaries;
  }

  /** A look at a study, shared by all who ask meanwhile. */
  async #look(run: WatchedRun): Promise<void> {
    if (run.looking !== null) return run.looking;
    if (performance.now() - run.lookedAtMs < freshMs) return;
    run.looking = (async () => {
      await run.study.look(await run.store.studies.get(), wallClock.now());
    })();
    try {
      await run.looking;
    } finally {
      run.lookedAtMs = performance.now();
      run.looking = null;
    }
  }
}

/** Names a run by where it is kept and what it is called. */
function idOf(path: string, name: string): string {
  return createHash("sha256").update(`${path}\n${name}`).digest("hex").slice(0, 16);
}

function sentenceOf(error: unknown): string {
  if (error instanceof LabError) return error.message;
  throw error;
}

function curveOf({ key, epochs, timings }: TrialRecord): TrialCurve {
  let total = 0;
  const seconds = timings.map(({ trainSeconds, evaluateSeconds }) => {
    total += trainSeconds + evaluateSeconds;
    return total;
  });
  return {
    key,
    epoch: epochs.map(({ epoch }) => epoch),
    seconds,
    trainLoss: epochs.map(({ trainLoss }) => trainLoss),
    trainAccuracy: epochs.map(({ trainAccuracy }) => trainAccuracy),
    validationLoss: epochs.map(({ validationLoss }) => validationLoss),
    validationAccuracy: epochs.map(({ validationAccuracy }) => validationAccuracy),
  };
}

/**
 * A discovery as the dashboard watches it. The list needs how it stands, which is a few rows; a page that shows it needs the sums of its
 * searches, for which their archives are read once, and then what is new in them.
 */
import { type DiscoveryState, discoveryMoves, newDiscoveryState } from "../live/discovery-state.ts";
import { DiscoveryFollower } from "../live/follow-discovery.ts";
import { isOver, Watch } from "../live/watch.ts";
import { hallOfFame } from "../records/hall-of-fame.ts";
import type { DiscoveryPulse } from "../records/run-progress.ts";
import type { DiscoveryRecord, SearchConfig, SearchRecord } from "../records/search-records.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import { winningEntry } from "../report/discovery/best-program.ts";
import { cloudOf } from "../report/discovery/cloud.ts";
import type { FoundProgram } from "../report/discovery/search-sums.ts";
import type {
  DiscoveryFacts,
  DiscoveryFrame,
  EvaluationCloud,
  PhaseFindings,
  ProgramDetail,
} from "./discovery-frame.ts";
import { discoverySummary, pulseHead } from "./discovery-summary.ts";
import type { RunState } from "./views.ts";
import { isTold, newInstance, type Watched } from "./watched.ts";
import { WatchedSearch } from "./watched-search.ts";
import type { WatchedOptions } from "./watched-study.ts";

/** What is read of a store. */
export type WatchedSearchStorage = Omit<
  Pick<SearchStorage, keyof SearchStorage>,
  `put${string}` | "appendBatch" | "endSearch" | "beginPhases" | "lockForRun" | "close"
>;

/** Which discovery; `noteOn`: what readers need to know before the figures of searches of these configs, null: nothing. */
export interface WatchedDiscoveryOptions extends WatchedOptions {
  readonly noteOn: (configs: readonly SearchConfig[]) => string | null;
}

/** Something that is told, and the look at which it last changed. */
interface Told<T> {
  readonly value: T;
  readonly at: number;
}

const nothing: Told<null> = { value: null, at: 0 };

/** Watches one discovery. */
export class WatchedDiscovery implements Watched {
  readonly instance = newInstance();
  readonly #options: WatchedDiscoveryOptions;
  #follower: DiscoveryFollower;
  #state: DiscoveryState;
  #isThere = false;
  #isClose = false;
  #isLost = false;
  #look = 0;
  #now = 0;
  #pulse: DiscoveryPulse | null = null;
  #records: readonly SearchRecord[] = [];
  #facts: Told<DiscoveryFacts | null> = nothing;
  #phases: Told<PhaseFindings | null> = nothing;
  #fame: Told<readonly FoundProgram[] | null> = nothing;
  readonly #searches = new Map<string, Told<WatchedSearch>>();

  constructor(options: WatchedDiscoveryOptions) {
    const { name, isGone } = options;
    this.#options = options;
    this.#follower = new DiscoveryFollower(name, new Watch({ isGone, advice: "" }));
    this.#state = newDiscoveryState(name);
  }

  get seen(): number {
    return this.#look;
  }

  /** Whether the sums of its searches are kept up. */
  get isClose(): boolean {
    return this.#isClose;
  }

  /** From the next look on, the sums of its searches are kept up. */
  comeClose(): void {
    this.#isClose = true;
  }

  get pulse(): DiscoveryPulse | null {
    return this.#pulse;
  }

  get command(): string {
    return this.#facts.value?.discovery.command ?? "";
  }

  /** Its name. */
  get name(): string {
    return this.#options.name;
  }

  /** Whether its store had it at the last look. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Looks at the store; `now`: seconds since 1970. Errors: those of the store. */
  async look(storage: WatchedSearchStorage, now: number): Promise<void> {
    const { name } = this.#options;
    const discovery = await storage.getDiscovery(name);
    this.#isThere = discovery !== null;
    if (discovery === null) return;
    const before = { pulse: this.#pulse, state: this.state, records: this.#records };
    await this.#hear(storage, now);
    this.#records = await storage.listSearches(name);
    const next = this.#look + 1;
    const news = [
      this.#tellFacts(discovery, { location: storage.location, at: next }),
      this.#isClose && (await this.#tellPhases(storage, next)),
      this.#isClose && (await this.#tellSearches(storage, next)),
      !isTold(before, { pulse: this.#pulse, state: this.state, records: this.#records }),
    ];
    if (news.includes(true)) this.#look = next;
  }

  /** How the run stands. */
  get state(): RunState {
    if (this.#pulse !== null) return this.#isLost ? "lost" : this.#pulse.state;
    return this.#records.length > 0 && this.#records.every(({ state }) => state === "ended") ? "complete" : "idle";
  }

  frameSince(seen: number | null): DiscoveryFrame {
    const whole = seen === null || seen > this.#look;
    const since = whole ? -1 : seen;
    const unseen = <T>({ value, at }: Told<T>): T | null => (at > since ? value : null);
    return {
      whole,
      facts: unseen(this.#facts),
      phases: unseen(this.#phases),
      fame: unseen(this.#fame),
      searches: this.#inOrder().flatMap((search) => unseen(search)?.newsSince(since) ?? []),
      summary: this.summary(),
      pulse: this.#pulse === null ? null : pulseHead(this.#pulse),
    };
  }

  summary(): DiscoveryFrame["summary"] {
    const { id, name } = this.#options;
    const location = this.#facts.value?.location ?? "";
    return discoverySummary({
      ...{ id, name, location, state: this.state, searches: this.#records, pulse: this.#pulse },
      ...{ progress: this.#state, now: this.#now },
    });
  }

  /** A program that a search evaluated, with its ancestors; null where there is none. Errors: those of the store. */
  async program(storage: WatchedSearchStorage, search: string, identity: string): Promise<ProgramDetail | null> {
    return this.#searches.get(search)?.value.program(storage, identity) ?? null;
  }

  /** Everything that the searches of the hall of fame evaluated, gathered between two values of fitness. */
  cloud(range: readonly [number, number]): EvaluationCloud {
    const searches = this.#famed();
    const { cells, shown } = cloudOf(
      searches.map(({ scored }) => scored),
      range,
    );
    const total = searches.reduce((sum, { sums }) => sum + sums.evaluations, 0);
    return { cells: cells.map(({ length, fitness, count }) => [length, fitness, count]), shown, total };
  }

  #inOrder(): readonly Told<WatchedSearch>[] {
    return this.#records.flatMap(({ key }) => this.#searches.get(key) ?? []);
  }

  async #hear(storage: WatchedSearchStorage, now: number): Promise<void> {
    const pulse = await storage.pulse(this.#options.name);
    const events = await this.#follower.look(storage, now);
    const familyOf = () => null;
    this.#state = events.reduce((state, event) => discoveryMoves(state, { event, now, familyOf }), this.#state);
    this.#isLost = pulse !== null && !isOver(pulse) && events.some(({ kind }) => kind === "lost");
    [this.#pulse, this.#now] = [pulse, now];
  }

  #tellFacts(
    discovery: DiscoveryRecord,
    { location, at }: { readonly location: string; readonly at: number },
  ): boolean {
    const configs = this.#records.map(({ config }) => config);
    const begun = this.#records.filter(({ children }) => children > 0).map(({ config }) => config);
    const value = { discovery, location, configs, note: this.#options.noteOn(begun) };
    if (isTold(value, this.#facts.value)) return false;
    this.#facts = { value, at };
    return true;
  }

  async #tellPhases(storage: WatchedSearchStorage, at: number): Promise<boolean> {
    const { name } = this.#options;
    const [tuning, funnel] = [await storage.tuning(name), await storage.funnel(name)];
    const [metaValidation, simplification] = [await storage.metaValidation(name), await storage.simplification(name)];
    const value = { tuning, funnel, metaValidation, simplification };
    if (isTold(value, this.#phases.value)) return false;
    this.#phases = { value, at };
    return true;
  }

  async #tellSearches(storage: WatchedSearchStorage, at: number): Promise<boolean> {
    const wanted = winningEntry(this.#phases.value?.funnel ?? [])?.identity ?? null;
    let isNews = false;
    for (const record of this.#records) {
      const known = this.#searches.get(record.key)?.value;
      const search = known ?? new WatchedSearch(record);
      const changed = await search.catchUp(storage, record, { wanted, at });
      if (known !== undefined && !changed) continue;
      this.#searches.set(record.key, { value: search, at });
      isNews = true;
    }
    const fame = this.#jointFame();
    if (isTold(fame, this.#fame.value)) return isNews;
    this.#fame = { value: fame, at };
    return true;
  }

  #jointFame(): readonly FoundProgram[] {
    return hallOfFame(this.#famed().flatMap(({ sums }) => sums.fame));
  }

  /** Searches whose programs may have a place in the hall of fame. */
  #famed(): readonly WatchedSearch[] {
    const all = this.#inOrder().map(({ value }) => value);
    const evolved = all.filter(({ record }) => record.config.method === "evolution");
    return evolved.length > 0 ? evolved : all;
  }
}

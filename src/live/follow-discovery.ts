/**
 * A discovery that runs elsewhere, from its store: each look gives the events since the last one, so that whoever shows a discovery
 * shows a followed one alike.
 */
import type { DiscoveryPulse, SearchPulse } from "../records/run-progress.ts";
import type { FunnelEntry, TuningRecord } from "../records/search-records.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import type { FollowedDiscoveryEvent } from "./follow-news.ts";
import { isAnother, isOver, type Watch } from "./watch.ts";

/** What is read of a store. */
export type FollowedSearchStorage = Pick<SearchStorage, "pulse" | "tuning" | "funnel">;

/** Records of the phases that a look found. */
interface PhaseRecords {
  readonly tuning: readonly TuningRecord[];
  readonly funnel: readonly FunnelEntry[];
}

const noRecords: PhaseRecords = { tuning: [], funnel: [] };

/** Follows one discovery. */
export class DiscoveryFollower {
  readonly #name: string;
  readonly #watch: Watch;
  #begun = false;
  #pulse: DiscoveryPulse | null = null;
  #records: PhaseRecords = noRecords;

  constructor(name: string, watch: Watch) {
    this.#name = name;
    this.#watch = watch;
  }

  /** What is new in the store; `now`: seconds since 1970. Errors: those of the store. */
  async look(storage: FollowedSearchStorage, now: number): Promise<readonly FollowedDiscoveryEvent[]> {
    const [pulse, records] = [await storage.pulse(this.#name), await recordsOf(storage, this.#name)];
    const begins = !this.#begun || isAnother(this.#pulse, pulse);
    const before = begins ? null : this.#pulse;
    // What phases recorded before the searches went on speaks of other programs.
    const known = !begins ? this.#records : pulse?.phase == null ? records : noRecords;
    [this.#begun, this.#pulse, this.#records] = [true, pulse, records];
    const watched = this.#watch.look(pulse, { moved: false, now });
    if (pulse === null) return begins ? [{ kind: "following", run: null }, ...watched] : watched;
    return [
      ...(begins ? this.#begin(pulse) : []),
      ...pulse.searches.flatMap((search) => searchNews(search, before)),
      ...phaseNews(pulse, before),
      ...records.tuning.slice(known.tuning.length).map((tuning) => ({ kind: "tuned", tuning }) as const),
      ...records.funnel.slice(known.funnel.length).map((entry) => ({ kind: "funnel", entry }) as const),
      ...(pulse.state === "stopping" && before?.state !== "stopping" ? [{ kind: "asked-to-stop" } as const] : []),
      ...watched,
      ...(pulse.state === "complete" || pulse.state === "stopped"
        ? [{ kind: "ended", outcome: pulse.state } as const]
        : []),
    ];
  }

  /** A sentence as an event. */
  say(sentence: string): FollowedDiscoveryEvent {
    return { kind: "warning", sentence };
  }

  #begin(pulse: DiscoveryPulse): readonly FollowedDiscoveryEvent[] {
    const { pid, host, startedAt, heardAt, searchingSince, planned, resumed } = pulse;
    const run = {
      pid,
      host,
      agoSeconds: heardAt - startedAt,
      ...(searchingSince === null ? {} : { searchingForSeconds: heardAt - searchingSince }),
    };
    return [
      { kind: "following", run: isOver(pulse) ? null : run },
      { kind: "planned", name: this.#name, searches: planned, resumed },
    ];
  }
}

async function recordsOf(storage: FollowedSearchStorage, discovery: string): Promise<PhaseRecords> {
  return { tuning: await storage.tuning(discovery), funnel: await storage.funnel(discovery) };
}

function searchNews(search: SearchPulse, before: DiscoveryPulse | null): readonly FollowedDiscoveryEvent[] {
  const { progress, ended, doneBefore } = search;
  const told = before?.searches.find((one) => one.progress.search === progress.search);
  if (ended !== null)
    return told?.ended === ended ? [] : [{ kind: "search-ended", progress, reason: ended, doneBefore }];
  const same =
    told !== undefined && told.progress.children === progress.children && told.progress.done === progress.done;
  return same ? [] : [{ kind: "progress", progress, doneBefore }];
}

function phaseNews(
  { phase, heardAt }: DiscoveryPulse,
  before: DiscoveryPulse | null,
): readonly FollowedDiscoveryEvent[] {
  if (phase === null) return [];
  const told = before?.phase?.phase === phase.phase && before.phase.startedAt === phase.startedAt ? before.phase : null;
  const { done, total, startedAt } = phase;
  return [
    ...(told === null ? [{ kind: "phase", phase: phase.phase, total, agoSeconds: heardAt - startedAt } as const] : []),
    ...(done !== (told?.done ?? 0) || (told !== null && told.total !== total)
      ? [{ kind: "phase-progress", done, total } as const]
      : []),
  ];
}

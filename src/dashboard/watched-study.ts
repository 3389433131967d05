/**
 * A study as the dashboard watches it: what its store says, looked at again and again, and what any page has not seen of it.
 * A row knows at which look it last changed.
 */
import { isOver, Watch } from "../live/watch.ts";
import type { StudyRecord } from "../records/records.ts";
import type { StudyPulse } from "../records/run-progress.ts";
import type { ChangeCursor, Storage } from "../records/storage.ts";
import { studySummary } from "./study-summary.ts";
import { trialRow } from "./trial-row.ts";
import type { RunState, StudyFacts, StudyFrame, TrialRow } from "./views.ts";
import { isTold, newInstance, type Watched } from "./watched.ts";

/** What is read of a store. */
export type WatchedStorage = Pick<Storage, "changesSince" | "location">;

/** Which run, and how to know that a process is gone. */
export interface WatchedOptions {
  readonly id: string;
  readonly name: string;
  readonly isGone: ConstructorParameters<typeof Watch>[0]["isGone"];
}

/** Watches one study. */
export class WatchedStudy implements Watched {
  readonly instance = newInstance();
  readonly #options: WatchedOptions;
  readonly #watch: Watch;
  #cursor: ChangeCursor | null = null;
  #study: StudyRecord | null = null;
  #pulse: StudyPulse | null = null;
  #lost = false;
  #location = "";
  /** Counts looks that found something. */
  #look = 0;
  /** The last look at which everything was new, and at which the facts were. */
  #wholeAt = 0;
  #factsAt = 0;
  readonly #rows = new Map<string, { readonly row: TrialRow; readonly at: number }>();

  constructor(options: WatchedOptions) {
    this.#options = options;
    this.#watch = new Watch({ isGone: options.isGone, advice: "" });
  }

  /** How many looks found something: what a page that has seen everything has seen. */
  get seen(): number {
    return this.#look;
  }

  /** Names what the store says of its records: another where any has changed. A store that keeps no revisions is told by looks. */
  get records(): string {
    const { store, revision } = this.#cursor ?? { store: null, revision: 0 };
    return store === null ? `look ${this.#look}` : `${store} ${revision}`;
  }

  /** Names the trials that have ended: another where one more has, or where the study has other trials. */
  get ended(): string {
    const { done, failed, total } = this.summary();
    return `${this.#cursor?.store ?? ""} ${this.#factsAt} ${done} ${failed} ${total}`;
  }

  /** Looks at the store; `now`: seconds since 1970. Returns whether anything is new. Errors: those of the store. */
  async look(storage: WatchedStorage, now: number): Promise<boolean> {
    const { cursor, whole, study, trials, pulse } = await storage.changesSince(this.#options.name, this.#cursor);
    const before = { state: this.state, pulse: this.#pulse };
    const anew = this.#cursor === null || (whole && this.#hasChanged(trials.map(trialRow)));
    this.#cursor = cursor;
    this.#location = storage.location;
    this.#pulse = pulse;
    this.#hear(pulse, { moved: trials.length > 0 && !whole, now });
    const changed = whole && !anew ? [] : trials;
    const hasNewFacts = study !== null && (anew || !whole || !isTold(study, this.#study));
    const isNews =
      anew || hasNewFacts || changed.length > 0 || this.state !== before.state || !isTold(pulse, before.pulse);
    if (!isNews) return false;
    this.#look++;
    if (isUnderWay(this.state) !== isUnderWay(before.state)) this.#tellRunningAnew();
    if (anew) {
      this.#rows.clear();
      this.#wholeAt = this.#look;
    }
    if (hasNewFacts) {
      this.#study = study;
      this.#factsAt = this.#look;
    }
    for (const head of changed) this.#rows.set(head.key, { row: trialRow(head), at: this.#look });
    return true;
  }

  /** What its run told last; null where none has told anything. */
  get pulse(): StudyPulse | null {
    return this.#pulse;
  }

  /** What repeats it, as its record says; empty before the first look. */
  get command(): string {
    return this.#study?.command ?? "";
  }

  /** How the run stands. */
  get state(): RunState {
    if (this.#pulse !== null && !this.#lost) return this.#pulse.state;
    if (this.#pulse !== null) return "lost";
    const rows = [...this.#rows.values()];
    return rows.length > 0 && rows.every(({ row }) => row.state === "finished" || row.state === "diverged")
      ? "complete"
      : "idle";
  }

  /** What a page has not seen since a look; everything for null, and for a look before everything was new. */
  frameSince(seen: number | null): StudyFrame {
    const whole = seen === null || seen < this.#wholeAt || seen > this.#look;
    const since = whole ? -1 : seen;
    const rows = this.#inOrder().filter(({ at }) => at > since);
    return {
      whole,
      facts: this.#factsAt > since ? this.#facts() : null,
      rows: rows.map(({ row }) => row),
      summary: this.summary(),
      pulse: this.#pulse,
    };
  }

  /** The study in the list. */
  summary(): StudyFrame["summary"] {
    const { id, name } = this.#options;
    const rows = this.#inOrder().map(({ row }) => row);
    return studySummary({ id, name, location: this.#location, state: this.state, rows, pulse: this.#pulse });
  }

  #inOrder(): readonly { readonly row: TrialRow; readonly at: number }[] {
    const isUnder = isUnderWay(this.state);
    return (this.#study?.trialKeys ?? []).flatMap((key) => {
      const kept = this.#rows.get(key);
      if (kept === undefined) return [];
      return isUnder || kept.row.state !== "running" ? kept : { ...kept, row: { ...kept.row, state: "waiting" } };
    });
  }

  /** A killed run leaves trials marked as running in its store: none runs where no run does. */
  #tellRunningAnew(): void {
    for (const [key, { row }] of this.#rows) if (row.state === "running") this.#rows.set(key, { row, at: this.#look });
  }

  #facts(): StudyFacts | null {
    if (this.#study === null) return null;
    const { name, command, trialKeys, config } = this.#study;
    const { data, model } = config as { readonly data?: { readonly name?: string }; readonly model?: unknown };
    const modelName = typeof model === "string" ? model : (model as { readonly name?: string } | undefined)?.name;
    return {
      name,
      command,
      location: this.#location,
      data: data?.name ?? "",
      model: modelName ?? "",
      order: trialKeys,
    };
  }

  /** Whether a store that keeps no revisions shows something else than before. */
  #hasChanged(rows: readonly TrialRow[]): boolean {
    const isSame = (row: TrialRow): boolean => isTold(this.#rows.get(row.key)?.row ?? null, row);
    return rows.length !== this.#rows.size || !rows.every(isSame);
  }

  #hear(pulse: StudyPulse | null, look: { readonly moved: boolean; readonly now: number }): void {
    const isGone = this.#watch.look(pulse, look).some(({ kind }) => kind === "lost");
    this.#lost = isGone && pulse !== null && !isOver(pulse); // one that failed said so itself
  }
}

function isUnderWay(state: RunState): boolean {
  return state === "running" || state === "stopping";
}

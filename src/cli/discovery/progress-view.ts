/**
 * How a discovery's events are shown: keeps the state and says which lines each event leaves.
 */
import type { Clock } from "../../core/clock.ts";
import {
  type DiscoveryState,
  discoveryMoves,
  type FamilyOf,
  newDiscoveryState,
  searchSecondsLeft,
  shareDone,
  withFamilies,
} from "../../live/discovery-state.ts";
import type { FollowedDiscoveryEvent } from "../../live/follow-news.ts";
import type { ProgressView } from "../progress/display.ts";
import { formatCount, formatRoughDuration, formatShare, type Style } from "../progress/text.ts";
import { lastingDiscoveryLine } from "./lines.ts";
import { renderDiscovery } from "./render.ts";
import { formatFitness, formatGain, phaseTitles, searchName } from "./text.ts";

/** The view of a discovery. */
export class DiscoveryProgressView implements ProgressView<FollowedDiscoveryEvent> {
  readonly #clock: Clock;
  /** Of the run. */
  #startedAt: number;
  readonly #familyOf: FamilyOf;
  #state: DiscoveryState;

  constructor({
    name,
    clock,
    familyOf,
  }: { readonly name: string; readonly clock: Clock; readonly familyOf: FamilyOf }) {
    this.#clock = clock;
    this.#familyOf = familyOf;
    this.#startedAt = clock.now();
    this.#state = newDiscoveryState(name);
  }

  follow(event: FollowedDiscoveryEvent, style: Style): string | null {
    const familyOf = this.#familyOf;
    const now = this.#clock.now();
    if (event.kind === "following") this.#startedAt = now - (event.run?.agoSeconds ?? 0);
    this.#state = discoveryMoves(this.#state, { event: withFamilies(event, familyOf), now, familyOf });
    return lastingDiscoveryLine(event, style);
  }

  block(style: Style, rows: number): readonly string[] {
    return renderDiscovery(this.#state, { style, rows, now: this.#clock.now(), startedAt: this.#startedAt });
  }

  suffix(): string {
    return "";
  }

  sign(event: FollowedDiscoveryEvent): string | null {
    if (event.kind === "phase-progress" && this.#state.phase !== null)
      return `  ${phaseTitles[this.#state.phase.phase]} ${event.done}/${event.total}`;
    if (event.kind !== "progress") return null;
    const { progress } = event;
    const left = searchSecondsLeft(this.#state, this.#clock.now());
    const best = `best ${formatFitness(progress.bestFitness)} (${formatGain(progress.bestFitness - progress.seedFitness)})`;
    const counts = `${formatCount(progress.evaluations)} evaluations of ${formatCount(progress.children)} programs`;
    const known = `${formatShare(progress.cacheHits / Math.max(1, progress.children))} known`;
    const share = `${Math.floor(100 * shareDone(this.#state))} %`;
    const whole = left === null ? share : `${share}, ${formatRoughDuration(left)} of searching left`;
    return `  ${searchName(progress)}  ${best}  ${counts}  ${known}  (${whole})`;
  }
}

/** A discovery that runs elsewhere, at the moment at which it told of itself last. */
import type { DiscoveryPulse } from "../records/run-progress.ts";
import { type DiscoveryState, newDiscoveryState, secondsLeft } from "./discovery-state.ts";

/** Seconds that the searches or the phase under way have left, by what was told; null where that cannot be told. */
export function toldSecondsLeft(pulse: DiscoveryPulse): number | null {
  return secondsLeft(toldState(pulse), pulse.heardAt);
}

/** What bears on the time: families, curves and findings are in the records. Seconds since 1970, by the clock of the run's machine. */
function toldState({ planned, searchingSince, searches, phase }: DiscoveryPulse): DiscoveryState {
  const doneBefore = new Map(searches.map((search) => [search.progress.search, search.doneBefore]));
  return {
    ...newDiscoveryState(""),
    planned,
    searches: searches.map(({ progress, ended }) => ({ progress, family: null, curve: [], ended: ended !== null })),
    start: searchingSince === null ? null : { atSeconds: searchingSince, doneBefore },
    phase: phase === null ? null : { ...phase, startedAtSeconds: phase.startedAt },
  };
}

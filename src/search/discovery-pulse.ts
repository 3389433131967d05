/**
 * What a discovery tells of itself, from its events.
 */
import type { DiscoveryPulse, SearchPulse } from "../records/run-progress.ts";
import type { DiscoveryEvent } from "./events.ts";

/** Before the first event. */
export const noDiscoveryPulse: Pick<DiscoveryPulse, "planned" | "resumed" | "searchingSince" | "searches" | "phase"> = {
  planned: 0,
  resumed: false,
  searchingSince: null,
  searches: [],
  phase: null,
};

/** What is told after an event that came at `now`, in seconds since 1970. */
export function discoveryPulseMoves(pulse: DiscoveryPulse, event: DiscoveryEvent, now: number): DiscoveryPulse {
  switch (event.kind) {
    case "planned":
      return { ...pulse, planned: event.searches, resumed: event.resumed };
    case "progress":
    case "search-ended":
      return {
        ...pulse,
        searchingSince: pulse.searchingSince ?? now,
        searches: withSearch(pulse.searches, event),
      };
    case "phase":
      return { ...pulse, phase: { phase: event.phase, done: 0, total: event.total, startedAt: now } };
    case "phase-progress":
      return pulse.phase === null
        ? pulse
        : { ...pulse, phase: { ...pulse.phase, done: event.done, total: event.total } };
    case "stopping":
      return { ...pulse, state: "stopping" };
    case "ended":
      return { ...pulse, state: event.outcome };
    case "improved":
    case "tuned":
    case "funnel":
    case "meta-validation":
    case "simplified":
    case "warning":
      return pulse;
  }
}

function withSearch(
  searches: readonly SearchPulse[],
  event: Extract<DiscoveryEvent, { kind: "progress" | "search-ended" }>,
): readonly SearchPulse[] {
  const { progress } = event;
  const ended = event.kind === "search-ended" ? event.reason : null;
  const known = searches.findIndex((search) => search.progress.search === progress.search);
  const doneBefore = searches[known]?.doneBefore ?? progress.done;
  const search = { progress, doneBefore, ended };
  return known < 0 ? [...searches, search] : searches.with(known, search);
}

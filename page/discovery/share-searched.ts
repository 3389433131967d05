/** How far the searches of a discovery are. */
import type { DiscoveryState } from "./discovery-state.ts";

/** Share of all their budgets that is used, 0 … 1; searches that were not heard of yet have used nothing. */
export function shareSearched({
  searches,
  summary,
  pulse,
}: Pick<DiscoveryState, "searches" | "summary" | "pulse">): number {
  const done = new Map(pulse?.searches.map(({ key, done: share, ended }) => [key, ended === "budget" ? 1 : share]));
  const used = [...searches.values()].reduce(
    (sum, { key, state }) => sum + (state === "ended" ? 1 : (done.get(key) ?? 0)),
    0,
  );
  return summary.total === 0 ? 0 : Math.min(1, used / summary.total);
}

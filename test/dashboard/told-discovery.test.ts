import { beforeAll, describe, expect, it } from "vitest";
import { applyDiscoveryFrame, type DiscoveryState, reportViewOf } from "../../page/discovery/discovery-state.ts";
import { WatchedDiscovery } from "../../src/dashboard/watched-discovery.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import type { SearchStorage } from "../../src/records/search-storage.ts";
import { type DiscoveryView, discoveryView } from "../../src/report/discovery/discovery-view.ts";
import { funnelSection } from "../../src/report/discovery/funnel.ts";
import { discoveryHeadline } from "../../src/report/discovery/headline.ts";
import { metaValidationSection } from "../../src/report/discovery/meta-validation.ts";
import { simplificationSection } from "../../src/report/discovery/simplification.ts";
import { summarySection } from "../../src/report/discovery/summary.ts";
import { syntheticDiscovery, syntheticLanguage } from "../report/synthetic-discovery.ts";
import { keyed, putChildren, putDiscovery, putPhases } from "../samples/stored-discovery.ts";

const archive = keyed(syntheticDiscovery({ name: "found", evaluations: 80, seeds: 3, bar: "tuned AdamW" }));

describe("a discovery that was told in frames", () => {
  let storage: SearchStorage;
  let state: DiscoveryState;
  let report: DiscoveryView;

  beforeAll(async () => {
    storage = await openSearchStorage(":memory:", { mode: "run" });
    await putDiscovery(storage, archive, { share: 0.5 });
    const watch = new WatchedDiscovery({ id: "a", name: "found", isGone: () => false, noteOn: () => "An old one." });
    watch.comeClose();
    await watch.look(storage, 1);
    const { seen } = watch;
    const first = applyDiscoveryFrame(null, watch.frameSince(null))!;
    for (const search of archive.searches)
      await putChildren(storage, search, { from: Math.floor(0.5 * search.children.length) });
    await putPhases(storage, archive);
    await watch.look(storage, 2);
    state = applyDiscoveryFrame(first, watch.frameSince(seen))!;
    report = await discoveryView(storage, "found", { language: syntheticLanguage, note: "An old one." });
    await storage.close();
  });

  it("says what its report says, word for word", () => {
    const view = reportViewOf(state, syntheticLanguage);
    expect(discoveryHeadline(view)).toBe(discoveryHeadline(report));
    for (const section of [summarySection, funnelSection, metaValidationSection, simplificationSection])
      expect(rounded(section(view))).toEqual(rounded(section(report)));
    expect(view.best).toMatchObject({ identity: report.best!.identity, fitness: report.best!.fitness });
  });

  it("keeps what a frame does not tell, and forgets it with a whole one", () => {
    const { summary, pulse } = state;
    const quiet = { whole: false, facts: null, phases: null, fame: null, searches: [], summary, pulse };
    const next = applyDiscoveryFrame(state, quiet)!;
    expect([next.searches, next.phases, next.fame]).toEqual([state.searches, state.phases, state.fame]);
    expect(next.searches).toBe(state.searches);
    const whole = applyDiscoveryFrame(state, { ...quiet, whole: true, facts: state.facts })!;
    expect([whole.searches.size, whole.phases.funnel, whole.fame]).toEqual([0, [], []]);
    expect(applyDiscoveryFrame(null, quiet)).toBeNull();
  });
});

/** Sums that were added up in parts differ in their last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === "number" ? Number(one.toPrecision(9)) : one)));
}

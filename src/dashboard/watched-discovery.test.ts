/** What a watched discovery tells: as much as its archives say, in parts as at once, and no child of them. */
import { expect, it } from "vitest";
import { applyDiscoveryFrame, type DiscoveryState } from "../../page/discovery/discovery-state.ts";
import { syntheticDiscovery } from "../../test/report/synthetic-discovery.ts";
import { keyed, putChildren, putDiscovery, putPhases } from "../../test/samples/stored-discovery.ts";
import { openSearchStorage } from "../records/search-open.ts";
import { sampleDiscoveryPulse } from "../records/search-samples.ts";
import { discoveryView } from "../report/discovery/discovery-view.ts";
import type { DiscoveryFrame } from "./discovery-frame.ts";
import { WatchedDiscovery } from "./watched-discovery.ts";

const archive = keyed(syntheticDiscovery({ name: "found", evaluations: 120, seeds: 2 }));

async function watched(share: number) {
  const storage = await openSearchStorage(":memory:", { mode: "run" });
  await putDiscovery(storage, archive, { share });
  const watch = new WatchedDiscovery({ id: "a", name: "found", isGone: () => false, noteOn: () => "Old." });
  return { storage, watch };
}

it("stands in the list without a look into its archives", async () => {
  const { storage, watch } = await watched(1);
  const shy = { ...storage, location: "there" };
  for (const name of ["getDiscovery", "listSearches", "pulse", "tuning", "funnel"] as const)
    Object.assign(shy, { [name]: storage[name].bind(storage) });
  await watch.look(shy, 1);
  expect(watch.summary()).toMatchObject({ kind: "discovery", state: "complete", done: 6, total: 6, location: "there" });
  expect(watch.frameSince(null)).toMatchObject({ whole: true, searches: [], phases: null, facts: { note: "Old." } });
  await storage.close();
});

it("tells a search by its sums, the same whether it saw them grow or not, and as the report has them", async () => {
  const { storage, watch } = await watched(0.3);
  watch.comeClose();
  await watch.look(storage, 1);
  const seen = watch.seen;
  expect(watch.frameSince(null).searches).toHaveLength(6);
  await watch.look(storage, 2);
  expect(watch.seen).toBe(seen);
  const [first, ...others] = archive.searches;
  const from = Math.floor(0.3 * first!.children.length);
  await putChildren(storage, first!, { from });
  await watch.look(storage, 3);
  expect(watch.frameSince(seen).searches.map(({ key }) => key)).toEqual([first!.record.key]);
  for (const search of others) await putChildren(storage, search, { from: Math.floor(0.3 * search.children.length) });
  await putPhases(storage, archive);
  await watch.look(storage, 4);
  const { searches, phases, fame } = watch.frameSince(null);
  const view = await discoveryView(storage, "found");
  for (const [i, { ends, total, key, seconds, state, improvements, ...sums }] of searches.entries()) {
    const { ancestry, ...own } = view.searches[i]!;
    expect({ ...own.record, key: own.key }).toMatchObject({ key, seconds, state });
    expect(own).toMatchObject(sums);
    expect(improvements).toEqual({ from: 0, added: own.improvements });
    expect(total).toEqual({ ...own.total, redundancy: expect.closeTo(own.total.redundancy, 9) });
    expect(ends).toEqual([ancestry[0], ...ancestry.slice(1).slice(-1)]);
  }
  expect(phases).toMatchObject({ funnel: view.funnel, metaValidation: view.metaValidation });
  expect(fame!.at(-1)!.fitness).toBe(Math.max(...view.searches.slice(0, 2).map(({ best }) => best!.fitness)));
  expect(JSON.stringify(watch.frameSince(null)).length).toBeLessThan(60_000);
  await storage.close();
});

it("tells the pace of a run without its programs, and is lost with its process", async () => {
  const { storage } = await watched(0.5);
  let gone = false;
  const watch = new WatchedDiscovery({ id: "a", name: "found", isGone: () => gone, noteOn: () => null });
  await storage.putPulse("found", { ...sampleDiscoveryPulse(), workers: 3, heardAt: 100 });
  await watch.look(storage, 100);
  expect(watch.summary()).toMatchObject({ state: "running", workers: 3 });
  const { pulse } = watch.frameSince(null);
  expect(pulse!.searches).toMatchObject([{ key: "a", childrenPerSecond: 100 / 3, ended: null }]);
  expect(JSON.stringify(pulse)).not.toContain("def train");
  gone = true;
  await watch.look(storage, 110);
  expect(watch.summary()).toMatchObject({ state: "lost", workers: null, secondsLeft: null });
  await storage.close();
});

it("gives a program with its ancestors, and nothing for one that no child had", async () => {
  const { storage, watch } = await watched(1);
  watch.comeClose();
  await watch.look(storage, 1);
  const [search] = archive.searches;
  const programOf = (identity: string) => watch.program(storage, search!.record.key, identity);
  const view = await discoveryView(storage, "found");
  const { best, ancestry } = view.searches[0]!;
  const detail = (await programOf(best!.identity))!;
  expect(detail.evaluation).toMatchObject({ program: best!.program, number: best!.number });
  expect(detail.evaluation.scores[0]).not.toHaveProperty("curve");
  expect(detail.line.map(({ id, identity }) => [id, detail.programs[identity]])).toEqual(
    ancestry.map(({ child, program }) => [child, program]),
  );
  expect(await programOf("nobody")).toBeNull();
  expect(await watch.program(storage, "none", best!.identity)).toBeNull();
  await storage.close();
});

it("reads of an archive what a program needs, and not all of it again", async () => {
  const { storage, watch } = await watched(1);
  watch.comeClose();
  await watch.look(storage, 1);
  let read = 0;
  const counted = {
    ...storage,
    children: async (...range: Parameters<typeof storage.children>) => {
      const part = await storage.children(...range);
      read += part.length;
      return part;
    },
    evaluations: async (...range: Parameters<typeof storage.evaluations>) => {
      const part = await storage.evaluations(...range);
      read += part.length;
      return part;
    },
  };
  const { sums, record } = archiveBest(watch.frameSince(null));
  const detail = (await watch.program(counted, record, sums.identity))!;
  expect(detail.line.length).toBeGreaterThan(1);
  expect(read).toBeLessThanOrEqual(2 * detail.line.length + 1);
  await storage.close();
});

it("tells improvements once, and all of them to a page that comes late or whose run was replaced", async () => {
  const { storage, watch } = await watched(0.1);
  const pages = [newPage(), newPage()];
  watch.comeClose();
  let told = 0;
  for (const share of [0.1, 0.4, 1]) {
    for (const search of archive.searches)
      await putChildren(storage, search, {
        from: Math.floor((share === 1 ? 0.4 : 0.1) * search.children.length),
        to: Math.floor(share * search.children.length),
      });
    await watch.look(storage, share);
    const frame = watch.frameSince(pages[0]!.seen);
    told += frame.searches.reduce((sum, { improvements }) => sum + improvements.added.length, 0);
    pages[0]!.hear(frame, watch.seen);
  }
  pages[1]!.hear(watch.frameSince(null), watch.seen);
  const view = await discoveryView(storage, "found");
  for (const page of pages)
    for (const { key, improvements } of view.searches)
      expect(page.state!.searches.get(key)!.improvements).toEqual(improvements);
  expect(told).toBe(view.searches.reduce((sum, { improvements }) => sum + improvements.length, 0));
  await storage.close();
});

it("gathers all that was evaluated in a cloud", async () => {
  const { storage, watch } = await watched(1);
  watch.comeClose();
  await watch.look(storage, 1);
  const { cells, shown, total } = watch.cloud([0, 1.001]);
  const evolved = archive.searches.filter(({ record }) => record.config.method === "evolution");
  const evaluations = evolved.flatMap((search) => search.evaluations);
  expect(total).toBe(evaluations.length);
  expect(shown).toBe(evaluations.filter(({ fitness }) => fitness > 0).length);
  expect(cells.reduce((sum, [, , count]) => sum + count, 0)).toBe(shown);
  await storage.close();
});

/** A page that hears frames. */
function newPage() {
  return {
    seen: null as number | null,
    state: null as DiscoveryState | null,
    hear(frame: DiscoveryFrame, seen: number) {
      this.state = applyDiscoveryFrame(this.state, frame);
      this.seen = seen;
    },
  };
}

/** The best program of the first search that has one. */
function archiveBest({ searches }: DiscoveryFrame) {
  const found = searches.find(({ best }) => best !== null)!;
  return { sums: found.best!, record: found.key };
}

/** What a watched discovery tells: as much as its archives say, in parts as at once, and no child of them. */
import { expect, it } from "vitest";
import { syntheticDiscovery } from "../../test/report/synthetic-discovery.ts";
import { keyed, putChildren, putDiscovery, putPhases } from "../../test/samples/stored-discovery.ts";
import { openSearchStorage } from "../records/search-open.ts";
import { sampleDiscoveryPulse } from "../records/search-samples.ts";
import { discoveryView } from "../report/discovery/discovery-view.ts";
import { readProgram } from "./read-program.ts";
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
  for (const [i, { ends, total, key, seconds, state, ...sums }] of searches.entries()) {
    const { ancestry, ...own } = view.searches[i]!;
    expect({ ...own.record, key: own.key }).toMatchObject({ key, seconds, state });
    expect(own).toMatchObject(sums);
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
  const { storage } = await watched(1);
  const [search] = archive.searches;
  const view = await discoveryView(storage, "found");
  const { best, ancestry } = view.searches[0]!;
  const detail = (await readProgram(storage, search!.record, best!.identity))!;
  expect(detail.evaluation).toMatchObject({ program: best!.program, number: best!.number });
  expect(detail.evaluation.scores[0]).not.toHaveProperty("curve");
  expect(detail.line.map(({ id, identity }) => [id, detail.programs[identity]])).toEqual(
    ancestry.map(({ child, program }) => [child, program]),
  );
  expect(await readProgram(storage, search!.record, "nobody")).toBeNull();
  await storage.close();
});

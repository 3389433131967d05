import { expect, test } from "vitest";
import { fakeClock } from "../core/clock.ts";
import { keptSubnormals, poolTies } from "../models/revision.ts";
import { openSearchStorage } from "../records/search-open.ts";
import { sampleBatch } from "../records/search-samples.ts";
import { proxyNamed } from "../tasks/proxies/index.ts";
import { searchChanges } from "../trainer/outdated-searches.ts";
import { type DiscoveryPlan, discoveryRecord, plannedSearches } from "./plan.ts";
import { runDiscovery } from "./run-discovery.ts";
import { sampleConfig } from "./samples.ts";

test("searches on a proxy that has changed are not gone on with, and stay as they are", async () => {
  const storage = await openSearchStorage(":memory:", { mode: "run" });
  const use = { fingerprint: "f", steps: proxyNamed("cnn").steps, seeds: [1] };
  const earlier = sampleConfig({ tasks: [{ ...use, task: "cnn" }] });
  const now = sampleConfig({ tasks: [{ ...use, task: "cnn", revision: 3 }] });
  expect(searchChanges(earlier)).toEqual([poolTies, keptSubnormals]);
  expect(searchChanges(sampleConfig({ tasks: [{ ...use, task: "cnn", revision: 2 }] }))).toEqual([keptSubnormals]);
  expect(searchChanges(now)).toEqual([]);
  expect(searchChanges(sampleConfig({ tasks: [{ ...use, task: "mlp", revision: 2 }] }))).toEqual([]);

  const planOf = (search: typeof now): DiscoveryPlan => ({
    name: "sample",
    config: {},
    command: "",
    searches: [search],
    budget: { programs: 3, evaluations: null, seconds: null, target: null },
  });
  const before = planOf(earlier);
  await storage.putDiscovery(discoveryRecord(before), plannedSearches(before));
  const [search] = plannedSearches(before);
  await storage.appendBatch(search!.key, sampleBatch(0, 2));
  const options = { storage, workers: 1, clock: fakeClock() };
  await expect(runDiscovery(planOf(now), options).next()).rejects.toMatchObject({
    code: "search-outdated",
    message: expect.stringContaining("its searches were made before a max-pool passed its gradient"),
  });
  expect((await storage.listSearches("sample")).map(({ key, children }) => [key, children])).toEqual([
    [search!.key, 2],
  ]);
  await storage.close();
});

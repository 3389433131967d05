import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { SearchMethod } from "../../src/records/search-records.ts";
import { sampleConfig } from "../../src/search/samples.ts";
import { temporaryFolder } from "../study/harness.ts";
import { runRoundsUnderKills } from "../study/killing.ts";
import { discovered, killableDiscovery } from "./harness.ts";
import { realDiscovery } from "./real-discovery.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

test("thirty kills of workers, coordinators and all leave the same archive, byte for byte", async () => {
  const methods: readonly SearchMethod[] = ["evolution", "constants", "random"];
  const order = {
    searches: methods.map((method) => sampleConfig({ method })),
    budget: { evaluations: 120 },
    workers: 2,
  };
  const { dump } = await discovered({ ...order, folder: join(folder.path, "whole") });
  const { dumps, killed } = await runRoundsUnderKills(killableDiscovery(order, { milliseconds: 15 }), {
    folder: join(folder.path, "killed"),
    kills: 30,
    seed: 4,
    moment: { longestMilliseconds: 1200 },
  });
  expect(killed).toHaveLength(30);
  for (const survived of dumps) expect(survived).toBe(dump);
});

test("fifteen kills with the real evaluator leave the same archive, byte for byte", async () => {
  const order = { ...(await realDiscovery(folder.path, { evaluations: 150 })), workers: 2 };
  const { dump } = await discovered({ ...order, folder: join(folder.path, "real"), workers: 1 });
  const { dumps, killed } = await runRoundsUnderKills(killableDiscovery(order), {
    folder: join(folder.path, "real-killed"),
    kills: 15,
    seed: 5,
    moment: { longestMilliseconds: 2000 },
  });
  expect(killed).toHaveLength(15);
  for (const survived of dumps) expect(survived).toBe(dump);
});

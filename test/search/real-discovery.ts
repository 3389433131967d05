/**
 * A discovery with the real evaluator, on a folder of few images: an evaluation takes some hundredths of a second.
 */
import { join } from "node:path";
import { sampleConfig } from "../../src/search/samples.ts";
import { proxyUses } from "../../src/trainer/proxy-evaluator.ts";
import { writeTinyData } from "../study/tiny-data.ts";
import type { DiscoveryOrder } from "./harness.ts";

/** What to run; its data lie below `folder`. */
export async function realDiscovery(
  folder: string,
  { evaluations }: { readonly evaluations: number },
): Promise<Omit<DiscoveryOrder, "folder" | "workers">> {
  const dataDir = join(folder, "data");
  writeTinyData(dataDir, { train: 600, test: 50 });
  const tasks = await proxyUses(["mlp"], { seeds: [0], dataDir });
  return { searches: [sampleConfig({ tasks })], budget: { evaluations }, real: true, dataDir };
}

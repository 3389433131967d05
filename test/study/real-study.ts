/**
 * A study of the real trainer on tiny data, for tests that kill and compare.
 */
import { join } from "node:path";
import { loadDataset } from "../../src/data/index.ts";
import type { Order } from "./harness.ts";
import { writeTinyData } from "./tiny-data.ts";

/** Writes the data into `folder` and returns the order of a study on it, without a folder of its own. */
export async function realStudy(
  folder: string,
  { epochs }: { readonly epochs: number },
): Promise<Omit<Order, "folder" | "workers">> {
  const dataDir = join(folder, "data");
  writeTinyData(dataDir, { train: 200, test: 50 });
  const { fingerprint } = await loadDataset("fashion-mnist", { dataDir });
  const study = {
    name: "real",
    data: { name: "fashion-mnist" },
    model: "fashion-cnn",
    training: { epochs, batchSize: 32 },
    optimizers: [
      { name: "lion", lr: [0.001] },
      { name: "sgd", lr: [0.1, 1e30], momentum: 0.9 },
    ],
  };
  return { study, fingerprint, dataDir, real: true };
}

/** Checksums of the data that a discovery judges with, so that whoever coordinates it need not have that data. */
import { InternalError } from "../core/errors.ts";
import { loadDataset } from "../data/index.ts";
import { proxyUses } from "../trainer/proxy-evaluator.ts";
import type { DiscoveryConfig } from "./config.ts";
import { fullDataset } from "./config-funnel.ts";

/** Plain data. */
export interface DataChecksums {
  /** Of what proxy tasks are made from, by their names. */
  readonly tasks: Checksums;
  /** Of data sets that trials are made on, by their names. */
  readonly datasets: Checksums;
}

type Checksums = { readonly [name: string]: string };

/** Those of all stages after the searches. Loads the data. Errors: those of the data. */
export async function dataChecksums(
  { tasks, funnel }: DiscoveryConfig,
  { dataDir }: { readonly dataDir?: string | undefined },
): Promise<DataChecksums> {
  if (funnel === null) return { tasks: {}, datasets: {} };
  const names = [...new Set([...tasks, ...funnel.larger].map(({ name }) => name))];
  const uses = await proxyUses(names, { seeds: [], dataDir });
  const full = funnel.full === null ? [] : [fullDataset];
  const loaded = await Promise.all(full.map((name) => loadDataset(name, dataDir === undefined ? {} : { dataDir })));
  return {
    tasks: Object.fromEntries(uses.map(({ task, fingerprint }) => [task, fingerprint])),
    datasets: Object.fromEntries(loaded.map(({ fingerprint }, i) => [full[i]!, fingerprint])),
  };
}

/** The checksum of that name. */
export function checksumOf(name: string, checksums: Checksums): string {
  const checksum = checksums[name];
  if (checksum === undefined) throw new InternalError(`the discovery was submitted without the checksum of ${name}`);
  return checksum;
}

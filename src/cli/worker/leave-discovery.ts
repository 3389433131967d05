/** A discovery that is left to workers: what ties one to this machine, and what they are told of it. */
import type { SearchStorage } from "../../records/search-storage.ts";
import type { DiscoveryConfig } from "../../search/config.ts";
import { dataChecksums } from "../../search/data-checksums.ts";
import type { DiscoveryPlan } from "../../search/plan.ts";
import { putDiscoveryPlan } from "../../search/run-discovery.ts";
import type { RunToLeave } from "./leave-run.ts";
import type { SubmittedDiscovery } from "./served-discovery.ts";

/** What of a discovery is of this machine, and what to do, in words. */
export function tiesOfDiscovery({ proposals }: DiscoveryConfig): readonly string[] {
  return proposals === null
    ? []
    : [
        `the command that proposes programs (${proposals.command}) is started on the machine of the run; run it here, without --detach`,
      ];
}

/** A discovery that is ready to run. */
export interface DiscoveryToLeave {
  readonly config: DiscoveryConfig;
  readonly plan: DiscoveryPlan;
  readonly storage: SearchStorage;
  /** Folder of the data of this machine, where one was named. */
  readonly dataDir: string | undefined;
}

/** Plans the discovery in the store; where somebody runs it already, it is there. Errors: those of the data; `search-outdated`. */
export async function discoveryToLeave({ config, plan, storage, dataDir }: DiscoveryToLeave): Promise<RunToLeave> {
  const checksums = await dataChecksums(config, { dataDir });
  await putDiscoveryPlan(plan, storage);
  const order: SubmittedDiscovery = { plan, config, checksums };
  const stored = await storage.listSearches(plan.name);
  const searches = plan.searches.length;
  const evaluations = stored.reduce((sum, search) => sum + search.evaluations, 0);
  const standing = `${searches} ${searches === 1 ? "search" : "searches"}, ${evaluations} evaluations done`;
  return { kind: "discovery", name: plan.name, order, standing, facts: { searches, evaluations }, note: null };
}

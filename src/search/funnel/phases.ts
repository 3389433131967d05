/**
 * What follows the searches of a discovery: finalists on fresh seeds, the meta-validation of every search, the larger tasks,
 * the simplification of the winner, and real trials.
 *
 * Law: each phase writes its records at its end and does nothing where they are there, so an interrupted discovery goes on
 * with the phase that it was in; when the searches have gone on meanwhile, all phases begin anew.
 */
import { modelNamed } from "../../models/index.ts";
import { revisionOf } from "../../models/revision.ts";
import { proxyNamed } from "../../tasks/proxies/index.ts";
import { type DiscoveryConfig, seedLabel } from "../config.ts";
import type { FunnelConfig } from "../config-funnel.ts";
import type { DiscoveryPhase, PhaseContext } from "../run-discovery.ts";
import { chooseContestants, tunedContestants } from "./contestants.ts";
import { fullStage } from "./full-phase.ts";
import type { FullPlace } from "./full-stage.ts";
import { metaValidation } from "./meta-phase.ts";
import { archivesOf, goingOn, phase } from "./phase-tools.ts";
import { proxyStage, ratesOf } from "./proxy-stage.ts";
import { createSeedBook } from "./seed-book.ts";
import { simplification, simplifiedContestants } from "./simplification-phase.ts";
import type { Contestant } from "./stage.ts";
import { tuningPhase } from "./tuning-phase.ts";

/** The phases of a configuration, in order. `place`: where the last stage keeps what it makes. */
export function discoveryPhases(config: DiscoveryConfig, place: FullPlace): readonly DiscoveryPhase[] {
  const { funnel, simplify, seedProgram } = config;
  if (funnel === null) return [];
  const { tuning } = funnel;
  const seeds = createSeedBook(config);
  const searched = config.tasks;
  const { larger } = funnel;
  const setting = { funnel, seeds };
  return [
    beginning(funnel),
    ...(tuning === null
      ? []
      : [
          phase("tuning", async (context) => {
            const contestants = await contestantsOf(context, { seedProgram, funnel });
            const rates = ratesOf(funnel, { afterTuning: false });
            await tuningPhase(context, { contestants, rates, tuning, seeds, entries: searched });
          }),
        ]),
    phase("fresh-seeds", async (context) => {
      const contestants = tunedContestants(
        await contestantsOf(context, { seedProgram, funnel }),
        await context.storage.tuning(context.plan.name),
      );
      await proxyStage(context, { ...setting, stage: "fresh-seeds", tasks: searched, contestants });
    }),
    ...(larger.length === 0
      ? []
      : [
          phase("meta-validation", (context) => metaValidation(context, { entries: larger, seeds })),
          phase("larger", async (context) => {
            const contestants = goingOn(await context.storage.funnel(context.plan.name), "fresh-seeds");
            await proxyStage(context, { ...setting, stage: "larger", tasks: larger, contestants });
          }),
        ]),
    ...(simplify === null
      ? []
      : [
          phase("simplification", (context) => simplification(context, { entries: searched, seeds, ...simplify })),
          phase("simplified", async (context) => {
            const contestants = await simplifiedContestants(context);
            if (tuning !== null)
              await tuningPhase(context, { contestants, rates: () => [1], tuning, seeds, entries: searched });
            const tuned = tunedContestants(contestants, await context.storage.tuning(context.plan.name));
            for (const stage of ["fresh-seeds", "larger"] as const) {
              const tasks = stage === "larger" ? larger : searched;
              if (tasks.length > 0) await proxyStage(context, { ...setting, stage, tasks, contestants: tuned });
            }
          }),
        ]),
    ...(funnel.full === null
      ? []
      : [
          phase("full", (context) =>
            fullStage(context, { ...setting, last: larger.length > 0 ? "larger" : "fresh-seeds", ...place }),
          ),
        ]),
  ];
}

/** Phases rest on the searches as they stand, and on the revisions of what judges their programs. */
function beginning({ larger, full }: FunnelConfig): DiscoveryPhase {
  const judges = [...larger.map(({ name }) => proxyNamed(name)), ...(full === null ? [] : [modelNamed(full.model)])];
  const revised = judges.filter((judge) => revisionOf(judge) > 1);
  const revisions = revised.map((judge) => `${judge.name}@${revisionOf(judge)}`);
  return phase("beginning", async ({ storage, plan, searchKeys }) => {
    const searches = await storage.listSearches(plan.name);
    const archives = searchKeys.map(
      (key) => `${key}:${searches.find((search) => search.key === key)?.evaluations ?? 0}`,
    );
    await storage.beginPhases(plan.name, [...archives, ...revisions].join(" "));
  });
}

/** Who takes part: the same whenever it is asked, for the searches have ended. */
async function contestantsOf(
  context: PhaseContext,
  { seedProgram, funnel }: { readonly seedProgram: DiscoveryConfig["seedProgram"]; readonly funnel: FunnelConfig },
): Promise<readonly Contestant[]> {
  const label = seedLabel(seedProgram);
  return chooseContestants(await archivesOf(context), {
    ...funnel,
    seedLabel: label === "paper-adamw-seed" ? "AdamW" : label,
  });
}

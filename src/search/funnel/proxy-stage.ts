/**
 * A stage of the funnel on proxy tasks, for contestants that have no entry yet.
 */
import type { FunnelConfig } from "../config-funnel.ts";
import type { TaskEntry } from "../config-tasks.ts";
import type { PhaseContext } from "../run-discovery.ts";
import { judged, phaseProgress } from "./phase-tools.ts";
import { stageRule } from "./rule.ts";
import { mostSeeds, type SeedBook } from "./seed-book.ts";
import { type Contestant, judgeStage, leadOf, promote } from "./stage.ts";

/** How a stage is held. */
export interface ProxyStage {
  readonly funnel: FunnelConfig;
  readonly seeds: SeedBook;
  readonly stage: "fresh-seeds" | "larger";
  readonly tasks: readonly TaskEntry[];
  readonly contestants: readonly Contestant[];
}

/** Judges those of the contestants that have no entry yet, beside those that have. */
export async function proxyStage(
  context: PhaseContext,
  { funnel, seeds, stage, tasks: entered, contestants }: ProxyStage,
): Promise<void> {
  const { storage, plan, emit } = context;
  const known = (await storage.funnel(plan.name)).filter((entry) => entry.stage === stage);
  const missing = contestants.filter(
    ({ identity, role }) => !known.some((one) => one.identity === identity && one.role === role),
  );
  if (missing.length === 0) return;
  const { judge, tasks } = await judged(context, entered);
  const given = stage === "larger" ? seeds.larger : seeds.fresh;
  const rule = stageRule(stage === "larger" ? mostSeeds(entered) : funnel.freshSeeds, funnel.sequential);
  const entries = await judgeStage(missing, {
    stage,
    tasks,
    rates: stage === "fresh-seeds" ? ratesOf(funnel, { afterTuning: funnel.tuning !== null }) : () => funnel.rates,
    rateSeeds: seeds.rates,
    seeds: given,
    rule,
    bar: known.find(({ role }) => role === "baseline"),
    judge,
    onDone: phaseProgress(context, stage),
  });
  if (entries === null) return;
  const all = promote([...known, ...entries], rule);
  for (const entry of all) {
    await storage.putFunnelEntry(plan.name, entry);
    if (entries.some(({ identity, role }) => identity === entry.identity && role === entry.role))
      emit({ kind: "funnel", entry, lead: leadOf(entry, all, rule) });
  }
}

/**
 * Multiples of its rate that a contestant tries. What comes from the library was never fitted to these tasks; four times as
 * many rates make up for it, where no tuning has.
 */
export function ratesOf(
  { rates }: FunnelConfig,
  { afterTuning }: { readonly afterTuning: boolean },
): (contestant: Contestant) => readonly number[] {
  return ({ role }) => (role === "reference" && !afterTuning ? widened(rates) : rates);
}

/** Rates from well below to far above, in the same steps: three becomes twelve. */
function widened(rates: readonly number[]): readonly number[] {
  const span = (Math.max(...rates) / Math.min(...rates)) * 2;
  return [...new Set([1 / span, 1, span, span * span].flatMap((factor) => rates.map((rate) => rate * factor)))];
}

/**
 * What follows the searches of a discovery: finalists on fresh seeds, the meta-validation of every search, the larger tasks,
 * the simplification of the winner, and real trials.
 *
 * Law: each phase writes its records at its end and does nothing where they are there, so an interrupted discovery goes on
 * with the phase that it was in; when the searches have gone on meanwhile, all phases begin anew.
 */
import { familyText } from "../../program/families/sign-momentum.ts";
import { parseProgram } from "../../program/parse.ts";
import type { FunnelEntry, FunnelStage } from "../../records/search-records.ts";
import { proxyUses } from "../../trainer/proxy-evaluator.ts";
import { type DiscoveryConfig, seedLabel } from "../config.ts";
import type { FunnelConfig } from "../config-funnel.ts";
import type { DiscoveryPhase, PhaseContext } from "../run-discovery.ts";
import { chooseContestants, type SearchArchive } from "./contestants.ts";
import { judgeInFull } from "./full-stage.ts";
import { metaValidate, metaValidationJobs } from "./meta-validation.ts";
import { createSeedBook, type SeedBook } from "./seed-book.ts";
import { simplifyWinner } from "./simplify-winner.ts";
import { type Contestant, judgeStage, promote } from "./stage.ts";
import { createWorkerJudge } from "./worker-judge.ts";

/** The phases of a configuration, in order. `folder`: where the trials of the last stage are kept. */
export function discoveryPhases(
  config: DiscoveryConfig,
  { folder }: { readonly folder: string },
): readonly DiscoveryPhase[] {
  const { funnel, simplify } = config;
  if (funnel === null) return [];
  const seeds = createSeedBook(config);
  const searched = config.tasks.map(({ name }) => name);
  const larger = funnel.larger.map(({ name }) => name);
  const setting = { funnel, seeds };
  return [
    beginning,
    phase("fresh-seeds", async (context) => {
      const contestants = chooseContestants(await archivesOf(context), {
        ...funnel,
        seedLabel: seedLabel(config.seedProgram) === "paper-adamw-seed" ? "AdamW" : seedLabel(config.seedProgram),
        familyOf,
      });
      await proxyStage(context, { ...setting, stage: "fresh-seeds", tasks: searched, contestants });
    }),
    ...(larger.length === 0
      ? []
      : [
          phase("meta-validation", (context) => metaValidation(context, { tasks: larger, seeds })),
          phase("larger", async (context) => {
            const contestants = goingOn(await context.storage.funnel(context.plan.name), "fresh-seeds");
            await proxyStage(context, { ...setting, stage: "larger", tasks: larger, contestants });
          }),
        ]),
    ...(simplify === null
      ? []
      : [
          phase("simplification", async (context) => {
            const { judge, emit, storage, plan } = await judged(context, searched);
            const winner = winnerOf(await storage.funnel(plan.name));
            if (winner === null || (await storage.simplification(plan.name)).length > 0) return;
            const found = await simplifyWinner(winner, {
              judge,
              tasks: searched,
              seeds: seeds.simplification,
              emit,
              ...simplify,
            });
            if (found === null) return;
            await storage.putSimplification(plan.name, found.steps);
            if (found.contestant.identity === winner.identity) return;
            const simplified = { ...winner, ...found.contestant, rate: 1, family: familyOf(found.contestant.program) };
            for (const stage of ["fresh-seeds", "larger"] as const) {
              const tasks = stage === "larger" ? larger : searched;
              if (tasks.length > 0) await proxyStage(context, { ...setting, stage, tasks, contestants: [simplified] });
            }
          }),
        ]),
    ...(funnel.full === null
      ? []
      : [
          phase("full", (context) =>
            fullStage(context, { ...setting, last: larger.length > 0 ? "larger" : "fresh-seeds", folder }),
          ),
        ]),
  ];
}

/** What a program is called, or null where the recogniser does not know it. */
export function familyOf(program: string): string | null {
  return familyText(parseProgram(program));
}

const beginning = phase("beginning", async ({ storage, plan, searchKeys }) => {
  const searches = await storage.listSearches(plan.name);
  const basis = searchKeys.map((key) => `${key}:${searches.find((search) => search.key === key)?.evaluations ?? 0}`);
  await storage.beginPhases(plan.name, basis.join(" "));
});

function phase(name: string, run: DiscoveryPhase["run"]): DiscoveryPhase {
  return { name, run };
}

async function archivesOf({ storage, plan }: PhaseContext): Promise<readonly SearchArchive[]> {
  const archives: SearchArchive[] = [];
  for (const { key, config } of await storage.listSearches(plan.name))
    archives.push({ key, method: config.method, evaluations: await storage.evaluations(key) });
  return archives;
}

/** The context with a judge on these tasks. */
async function judged(context: PhaseContext, tasks: readonly string[]) {
  const { evaluators, shouldStop, dataDir, emit } = context;
  const uses = await proxyUses(tasks, { seeds: [0], dataDir });
  const onFailure = (sentence: string): void => emit({ kind: "warning", sentence });
  return { ...context, judge: createWorkerJudge({ evaluators, uses, shouldStop, onFailure }) };
}

interface ProxyStage {
  readonly funnel: FunnelConfig;
  readonly seeds: SeedBook;
  readonly stage: "fresh-seeds" | "larger";
  readonly tasks: readonly string[];
  readonly contestants: readonly Contestant[];
}

/** Judges those of the contestants that have no entry yet, beside those that have. */
async function proxyStage(
  context: PhaseContext,
  { funnel, seeds, stage, tasks, contestants }: ProxyStage,
): Promise<void> {
  const { storage, plan, emit } = context;
  const known = (await storage.funnel(plan.name)).filter((entry) => entry.stage === stage);
  const missing = contestants.filter(
    ({ identity, role }) => !known.some((one) => one.identity === identity && one.role === role),
  );
  if (missing.length === 0) return;
  const { judge } = await judged(context, tasks);
  const entries = await judgeStage(missing, {
    stage,
    tasks,
    // What comes from the library was never tuned for these tasks; three times as many rates make up for it.
    rates: ({ role }) => (role === "reference" && stage === "fresh-seeds" ? widened(funnel.rates) : funnel.rates),
    rateSeeds: seeds.rates,
    seeds: stage === "larger" ? seeds.larger : seeds.fresh,
    judge,
    onDone: phaseProgress(context, stage),
  });
  if (entries === null) return;
  for (const entry of promote([...known, ...entries])) {
    await storage.putFunnelEntry(plan.name, entry);
    if (entries.some(({ identity, role }) => identity === entry.identity && role === entry.role))
      emit({ kind: "funnel", entry });
  }
}

/** Rates from well below to well above, in the same steps. */
function widened(rates: readonly number[]): readonly number[] {
  const span = (Math.max(...rates) / Math.min(...rates)) * 2;
  return [...new Set([1 / span, 1, span].flatMap((factor) => rates.map((rate) => rate * factor)))];
}

async function metaValidation(
  context: PhaseContext,
  { tasks, seeds }: { readonly tasks: readonly string[]; readonly seeds: SeedBook },
): Promise<void> {
  const { storage, plan, emit } = context;
  const { judge } = await judged(context, tasks);
  const points = await storage.metaValidation(plan.name);
  const open = (await archivesOf(context))
    .filter(({ method }) => method === "evolution")
    .map((archive) => {
      const known = new Set(points.filter(({ search }) => search === archive.key).map(({ identity }) => identity));
      const setting = { tasks, seeds: seeds.meta, known };
      return { archive, setting, jobs: metaValidationJobs(archive.evaluations, setting).jobs.length };
    });
  const total = open.reduce((sum, { jobs }) => sum + jobs, 0);
  const tell = phaseProgress(context, "meta-validation");
  let before = 0;
  for (const { archive, setting, jobs } of open) {
    const from = before;
    const found = await metaValidate(archive.evaluations, {
      ...setting,
      search: archive.key,
      judge,
      onDone: (done) => tell(from + done, total),
    });
    if (found === null) return;
    before += jobs;
    for (const point of found) {
      await storage.putMetaValidation(plan.name, point);
      emit({ kind: "meta-validation", point });
    }
  }
}

async function fullStage(
  context: PhaseContext,
  { funnel, seeds, last, folder }: { funnel: FunnelConfig; seeds: SeedBook; last: FunnelStage; folder: string },
): Promise<void> {
  const { storage, plan, emit, workers, dataDir, clock, shouldStop } = context;
  const { full } = funnel;
  const entries = await storage.funnel(plan.name);
  if (full === null || entries.some(({ stage }) => stage === "full")) return;
  const contestants = goingOn(entries, last, full.programs);
  const judgedEntries = await judgeInFull(contestants, {
    name: plan.name,
    folder,
    full,
    rateSeed: seeds.full,
    workers,
    dataDir,
    clock,
    shouldStop,
    onDone: phaseProgress(context, "full"),
  });
  if (judgedEntries === null) return;
  for (const entry of promote(judgedEntries)) {
    await storage.putFunnelEntry(plan.name, entry);
    emit({ kind: "funnel", entry });
  }
}

/** Those that the next stage judges: the baseline, the references, and what was promoted, the best of it. */
function goingOn(
  entries: readonly FunnelEntry[],
  stage: FunnelStage,
  most = Number.POSITIVE_INFINITY,
): readonly Contestant[] {
  const own = entries.filter((entry) => entry.stage === stage);
  const promoted = own
    .filter((entry) => entry.promoted)
    .sort((a, b) => b.mean - a.mean)
    .slice(0, most);
  return own.filter(({ role }) => role === "baseline" || role === "reference").concat(promoted);
}

/** The best promoted finalist of the last stage so far. */
function winnerOf(entries: readonly FunnelEntry[]): FunnelEntry | null {
  for (const stage of ["larger", "fresh-seeds"] as const) {
    const finalists = entries.filter((entry) => entry.stage === stage && entry.role === "finalist");
    if (finalists.length === 0) continue;
    return finalists.reduce((best, entry) => (entry.mean > best.mean ? entry : best));
  }
  return null;
}

/** Tells progress of a phase, its beginning first. */
function phaseProgress(
  { emit }: PhaseContext,
  phase: FunnelStage | "meta-validation",
): (done: number, total: number) => void {
  let begun = false;
  return (done, total) => {
    if (!begun) emit({ kind: "phase", phase, total });
    begun = true;
    emit({ kind: "phase-progress", done, total });
  };
}

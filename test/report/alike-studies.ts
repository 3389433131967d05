/**
 * Studies of one optimizer under several labels, with drawn figures: what a report finds in them it finds by luck. With a `lead` the first is
 * better by so much: what a report ought to find.
 */
import { powerFacts } from "../../src/cli/stats/power-facts.ts";
import { createRng, type Rng } from "../../src/core/rng.ts";
import type { StudyRecord, TrialConfig, TrialRecord } from "../../src/records/records.ts";
import { comparisonsOf } from "../../src/report/contenders.ts";
import { alpha, pairsOf } from "../../src/report/decidable.ts";
import { viewStudy } from "../../src/report/study-view.ts";
import { standingsOf } from "../../src/report/verdict/standings.ts";
import { binomialUpperTail } from "../../src/stats/binomial.ts";
import { syntheticStudy } from "./synthetic-study.ts";

/** How a study is drawn. */
export interface Design {
  readonly optimizers: number;
  readonly seeds: number;
  /** Share of the variance that optimizers have in common at one seed, 0 … 1. */
  readonly together: number;
  /** Images that accuracies are measured on: they are whole multiples of 1 / images, so that few images make many ties. */
  readonly images: number;
  /** Whether each is tuned on another seed first, and judged at the rate that it chose. */
  readonly tuned?: boolean;
  /** Share of the runs that diverge. */
  readonly diverging?: number;
  /** How much better the first is, in deviations over its seeds. */
  readonly lead?: number;
}

/** How many of the studies were found to differ. */
export interface Findings {
  readonly studies: number;
  /** Any pair has a corrected p of at most the level of reports. */
  readonly anyPair: number;
  /** The same if p were not corrected for the number of pairs. */
  readonly uncorrected: number;
  /** The table of the verdict calls the leader ahead or behind of any. */
  readonly verdicts: number;
  /** The first was told from the second. */
  readonly firstPair: number;
}

/** Draws so many studies and looks at them as a report does. */
export function findingsOf(design: Design, studies = 200): Findings {
  const found = { anyPair: 0, uncorrected: 0, verdicts: 0, firstPair: 0 };
  const rng = createRng(1, "alike", JSON.stringify(design));
  for (let i = 0; i < studies; i++) {
    const { study, trials } = alikeStudy(design, rng);
    const view = viewStudy(study, trials, "lionlab compare alike");
    const { able, pairs } = comparisonsOf(view);
    const firsts = ["lion 0", "lion 1"].map((label) => able.findIndex((one) => one.label === label)).toSorted();
    const [low, high] = firsts;
    found.anyPair += Number(pairs.some(({ adjusted }) => adjusted <= alpha));
    found.uncorrected += Number(pairs.some(({ p }) => p <= alpha));
    found.firstPair += Number(pairs.some((one) => one.first === low && one.second === high && one.adjusted <= alpha));
    const decisions = standingsOf(view).map(({ behindLeader }) => behindLeader?.decision);
    found.verdicts += Number(decisions.some((decision) => decision === "ahead" || decision === "behind"));
  }
  return { studies, ...found };
}

/** Whether so many hits, among tries of a probability of at most p, have a chance of at most `tail`. */
export function tooMany(hits: number, { tries, p, tail }: { tries: number; p: number; tail: number }): boolean {
  return binomialUpperTail(hits, tries, p) <= tail;
}

/** Whether hits among tries of probability p are neither too many nor too few, with a chance of `tail` on either side. */
export function explained(hits: number, { tries, p, tail }: { tries: number; p: number; tail: number }): boolean {
  return !tooMany(hits, { tries, p, tail }) && !tooMany(tries - hits, { tries, p: 1 - p, tail });
}

/**
 * Share of the studies in which `lionlab power` promises that a lead of so many deviations is found: for figures that a seed moves alike with
 * `--paired`, in deviations of the differences.
 */
export function promised(
  { optimizers, seeds, together }: Pick<Design, "optimizers" | "seeds" | "together">,
  lead: number,
): number {
  const paired = together > 0;
  const deviation = paired ? Math.sqrt(2 * (1 - together)) : 1;
  const aim = {
    alpha,
    power: 0.8,
    comparisons: pairsOf(optimizers),
    design: paired ? "paired" : "independent",
  } as const;
  const { detectable } = powerFacts({ ...aim, difference: lead, deviation, seeds, run: null });
  return (paired ? detectable!.power : detectable!.studyPower)!;
}

const deviation = 0.003;
const template = syntheticStudy({ optimizers: ["lion"], rates: 1, seeds: 1, epochs: 1 });

function alikeStudy(design: Design, rng: Rng): { study: StudyRecord; trials: readonly TrialRecord[] } {
  const labels = Array.from({ length: design.optimizers }, (_, i) => `lion ${i}`);
  const tuning = design.tuned === true ? labels.flatMap((label) => tuningTrials(label, { design, rng })) : [];
  const rates = labels.map((label) => chosenRate(tuning.filter(({ config }) => config.optimizer.label === label)));
  const judging = Array.from({ length: design.seeds }, (_, i) => {
    const common = rng.normal();
    return labels.map((label, position) => {
      const z = Math.sqrt(design.together) * common + Math.sqrt(1 - design.together) * rng.normal();
      const lead = position === 0 ? (design.lead ?? 0) : 0;
      return trial({ label, lr: rates[position]!, seed: 1000 + i }, { z: z + lead, design, rng });
    });
  });
  const trials = [...tuning, ...judging.flat()];
  return { study: { ...template.study, trialKeys: trials.map(({ key }) => key) }, trials };
}

function tuningTrials(label: string, { design, rng }: { design: Design; rng: Rng }): readonly TrialRecord[] {
  return [1e-4, 2e-4, 4e-4].map((lr) => {
    const { config, result, ...one } = trial({ label, lr, seed: 0, test: "never" }, { z: rng.normal(), design, rng });
    return { ...one, config, result: { ...result!, test: null } };
  });
}

function chosenRate(tuning: readonly TrialRecord[]): number {
  const accuracy = ({ state, epochs }: TrialRecord): number =>
    state === "diverged" ? -1 : epochs[0]!.validationAccuracy;
  const [first, ...others] = tuning;
  if (first === undefined) return 1e-4;
  return others.reduce((best, one) => (accuracy(one) > accuracy(best) ? one : best), first).config.lr;
}

/** A trial whose test accuracy is `z` deviations above the middle; validation says about the same. */
function trial(
  { label, ...settings }: Pick<TrialConfig, "lr" | "seed" | "test"> & { readonly label: string },
  { z, design, rng }: { readonly z: number; readonly design: Design; readonly rng: Rng },
): TrialRecord {
  const model = template.trials[0]!;
  const measured = (value: number): number => Math.round((0.9 + deviation * value) * design.images) / design.images;
  const validationAccuracy = measured(z + 0.5 * rng.normal());
  const diverged = rng.uniform() < (design.diverging ?? 0);
  const test = diverged ? null : { loss: 0.3, accuracy: measured(z) };
  const state = diverged ? "diverged" : "finished";
  const stopped = diverged ? "diverged" : "all-epochs";
  return {
    ...model,
    key: `${label} ${settings.lr} ${settings.seed}`,
    config: { ...model.config, ...settings, optimizer: { ...model.config.optimizer, label } },
    state,
    epochs: model.epochs.map((epoch) => ({ ...epoch, validationAccuracy })),
    result: { ...model.result!, status: state, stopped, divergedAtStep: diverged ? 5 : null, test },
  };
}

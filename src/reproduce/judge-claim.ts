/**
 * A verdict on a claim from the records of its study: it holds, it does not hold, or it is not decided here, and what it would take.
 *
 * "a beats b" goes by the test of the study's report, corrected for all its pairs (two-sided, p below 5 %). "a reaches x" goes by a one-sided t
 * test over seeds at 5 %, and only in the published setting. A study that is not finished decides nothing: its number of seeds was fixed before.
 */
import { type Contender, comparisonsOf, contendersOf, testSample } from "../report/contenders.ts";
import { alpha, pairsOf, seedsNeeded } from "../report/decidable.ts";
import { count, formatP, formatPercent, formatPercentEstimate, formatPoints } from "../report/format.ts";
import type { PairTest } from "../report/measures/pair-tests.ts";
import { sharedSeeds } from "../report/measures/seed-order.ts";
import { keptPromises } from "../report/measures/weight-bound.ts";
import { seedEstimate, shares } from "../report/seed-estimate.ts";
import { learnedRuns, type StudyView } from "../report/study-view.ts";
import { targetClaim } from "../stats/target-claim.ts";
import type { BeatsClaim, BoundClaim, Claim, ReachesClaim, Size } from "./experiment.ts";
import { seedsForDifference, seedsForTarget, wantedPower } from "./seeds-to-decide.ts";

/** What is said of a claim. */
export type ClaimVerdict = "holds" | "does not hold" | "not decided here";

/** A claim with its verdict. */
export interface JudgedClaim {
  readonly claim: string;
  readonly study: string;
  readonly verdict: ClaimVerdict;
  /** The figures that it rests on, in words. */
  readonly figures: string;
  /** What it would take, where it is not decided. */
  readonly takes: string | null;
  /** After correction, or one-sided; null where nothing was tested. */
  readonly p: number | null;
  /** Seeds a side that would decide, where the observed spread tells. */
  readonly seedsToDecide: number | null;
}

/** Judges it. `view`: null where the study has not been run. */
export function judgeClaim(
  claim: Claim,
  { view, size }: { readonly view: StudyView | null; readonly size: Size },
): JudgedClaim {
  return { claim: claimText(claim), study: claim.study, ...judgementOf(claim, { view, size }) };
}

function judgementOf(claim: Claim, found: { readonly view: StudyView | null; readonly size: Size }): Judgement {
  if (claim.kind === "beats") return judgeBeats(claim, found.view);
  return claim.kind === "bound" ? judgeBound(claim, found.view) : judgeReaches(claim, found);
}

/** `lion beats adamw`, `lion reaches 91.84 %` */
export function claimText(claim: Claim): string {
  if (claim.kind === "bound") return `${claim.optimizer} stays within the promise of its bound`;
  return claim.kind === "beats"
    ? `${claim.first} beats ${claim.second}`
    : `${claim.optimizer} reaches ${formatPercent(claim.accuracy)}`;
}

/** The optimizer or setting of this label among those of a study. */
export function contenderNamed(view: StudyView, label: string): Contender | undefined {
  return contendersOf(view).find((one) => one.label === label || one.setting.config.label === label);
}

type Judgement = Omit<JudgedClaim, "claim" | "study">;

const runIt = "That the study is run to its end.";

function undecided(figures: string, takes: string, more: Partial<Judgement> = {}): Judgement {
  return { verdict: "not decided here", figures, takes, p: null, seedsToDecide: null, ...more };
}

function decided(verdict: ClaimVerdict, figures: string, p: number | null): Judgement {
  return { verdict, figures, takes: null, p, seedsToDecide: null };
}

/** Why a study decides nothing yet; null where it is finished. */
function unfinished(view: StudyView | null): Judgement | null {
  if (view === null) return undecided("The study has not been run.", runIt);
  const { planned, finished, diverged } = view.progress;
  const ended = finished + diverged;
  return ended < planned ? undecided(`${ended} of ${count(planned, "trial")} have ended.`, runIt) : null;
}

function judgeBeats({ first, second }: BeatsClaim, view: StudyView | null): Judgement {
  const early = unfinished(view);
  if (early !== null || view === null) return early!;
  const [one, other] = [contenderNamed(view, first), contenderNamed(view, second)];
  if (one === undefined || other === undefined)
    return undecided(`The study has no ${one === undefined ? first : second}.`, "A study with both.");
  const { able, pairs, choice } = comparisonsOf(view);
  const labels = able.map(({ label }) => label);
  const at = [labels.indexOf(one.label), labels.indexOf(other.label)] as const;
  const pair = pairs.find((tested) => at.includes(tested.first) && at.includes(tested.second));
  const samples = [testSample(one), testSample(other)] as const;
  const comparisons = pair === undefined ? pairsOf(contendersOf(view).length) : pairs.length;
  const design = choice.sharedSeeds ? "paired" : "independent";
  const [x, y] = design === "paired" ? sharedSeeds(samples) : samples.map((sample) => sample.map(({ value }) => value));
  const figures = `${sideText(one)} against ${sideText(other)}`;
  const seedsToDecide = seedsForDifference(x!, y!, { design, comparisons });
  const fewest = seedsNeeded(comparisons, choice.sharedSeeds ? "wilcoxon" : "mann-whitney");
  if (pair === undefined)
    return undecided(`${figures}; too few seeds for a test`, takesSeeds(seedsToDecide, fewest), { seedsToDecide });
  const lead = pair.first === at[0] ? leadOf(pair) : -leadOf(pair);
  const points = `${formatPoints(pair.first === at[0] ? pair.shift.value : -pair.shift.value)} points`;
  const tested = `${figures}: ${points}, p = ${formatP(pair.adjusted)} after correction for ${count(comparisons, "pair")}`;
  if (pair.adjusted < alpha && lead !== 0) return decided(lead > 0 ? "holds" : "does not hold", tested, pair.adjusted);
  return undecided(tested, takesSeeds(seedsToDecide, fewest), { p: pair.adjusted, seedsToDecide });
}

/** Above 0 where the first of a pair is ahead. */
function leadOf({ shift, effect }: PairTest): number {
  return Number.isNaN(shift.value) || shift.value === 0 ? effect.value - 0.5 : shift.value;
}

function takesSeeds(seeds: number | null, fewest: number): string {
  if (seeds === null)
    return `At least ${count(fewest, "seed")} of each, from which on the test can reach 5 %; how many find this one cannot be told from these runs.`;
  return `About ${count(Math.max(seeds, fewest), "seed")} of each find a difference and a spread such as these with a power of ${100 * wantedPower} %.`;
}

/** `lion 91.20 ± 0.31 % (25 seeds)` */
function sideText(contender: Contender): string {
  const values = testSample(contender).map(({ value }) => value);
  const finite = values.filter(Number.isFinite);
  const diverged = values.length - finite.length;
  const lost = diverged === 0 ? "" : `, ${diverged} diverged`;
  return `${contender.label} ${formatPercentEstimate(seedEstimate(finite, shares))} (${count(values.length, "seed")}${lost})`;
}

function judgeReaches(
  { optimizer, accuracy }: ReachesClaim,
  { view, size }: { readonly view: StudyView | null; readonly size: Size },
): Judgement {
  const contender = view === null ? undefined : contenderNamed(view, optimizer);
  if (size === "small") {
    const ours =
      contender === undefined ? "The study has not been run." : `${sideText(contender)}, in the small setting`;
    return undecided(ours, "The published setting: --full.");
  }
  const early = unfinished(view);
  if (early !== null) return early;
  if (contender === undefined) return undecided(`The study has no ${optimizer}.`, "A study with it.");
  const values = testSample(contender).map(({ value }) => value);
  const figures = sideText(contender);
  if (values.length < 2) return undecided(figures, "At least 2 seeds, for a spread.");
  const { t } = targetClaim(values, accuracy);
  if (t === null) return undecided(`${figures}; all seeds have the same figure`, "Seeds that differ.");
  const tested = `${figures}: one-sided p = ${formatP(t.p)} for it, ${formatP(1 - t.p)} against`;
  if (t.p < alpha) return decided("holds", tested, t.p);
  if (1 - t.p < alpha || !values.every(Number.isFinite)) return decided("does not hold", tested, 1 - t.p);
  const seedsToDecide = seedsForTarget(values, accuracy);
  const takes =
    seedsToDecide === null
      ? "More seeds than can be told from these runs."
      : `About ${count(seedsToDecide, "seed")} tell a distance from the figure such as this with a power of ${100 * wantedPower} %.`;
  return undecided(tested, takes, { p: t.p, seedsToDecide });
}

/** No test: what theory promises holds at every point, or it does not hold. */
function judgeBound({ optimizer }: BoundClaim, view: StudyView | null): Judgement {
  const early = unfinished(view);
  if (early !== null || view === null) return early!;
  const contender = contenderNamed(view, optimizer);
  if (contender === undefined) return undecided(`The study has no ${optimizer}.`, "A study with it.");
  const runs = learnedRuns(contender.setting);
  const points = runs.flatMap(({ trial }) => trial.epochs.flatMap(({ bounds = [] }) => bounds));
  const { promised, broken } = keptPromises(points);
  if (promised === 0) return undecided("The weights were not followed.", "A study with certifyEvery.");
  const figures = `${contender.label}: held at ${promised - broken} of ${count(promised, "point")} of ${count(runs.length, "run")}`;
  return decided(broken === 0 ? "holds" : "does not hold", figures, null);
}

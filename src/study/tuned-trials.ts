/**
 * The trials of a study that tunes, then judges.
 *
 * Tuning: a sampler walks through each optimizer's space, all with the same budget, and trains each point on the tuning seeds, without
 * a look at the test set. Evaluation: each optimizer's best point by validation, on seeds that tuning never saw.
 */
import { resolveOptimizer } from "../optimizers/resolve.ts";
import { compareScores, scoreOfTrial } from "../records/monitor.ts";
import type { OptimizerConfig } from "../records/records.ts";
import type { PlannedTrial } from "../records/storage.ts";
import { mean } from "../stats/mean-interval.ts";
import type { StudyConfig } from "./config.ts";
import type { OptimizerEntry } from "./config-optimizers.ts";
import { budgetOf, type StudyTuning, samplerIn } from "./config-tuning.ts";
import type { Trials } from "./plan.ts";
import type { Ask, Length, Scored } from "./samplers/sampler.ts";
import { withinSeconds } from "./samplers/within-seconds.ts";
import { followedBy, type SeenTrial, type Source, type TrialSource, together } from "./source.ts";
import { centrePoint, type Space, settingsAt, shareAt, spaceOf } from "./space.ts";
import { optimizerConfig, type TrialParts } from "./trial-maker.ts";

type TrialOf = (parts: TrialParts) => PlannedTrial;

/** Errors: see `planStudy`. */
export function tunedTrials(config: StudyConfig, trialOf: TrialOf): Trials {
  const tuning = config.tuning!;
  const sampler = samplerIn(tuning);
  const budget = budgetOf(tuning, config.training.epochs);
  const entries = config.optimizers.map((entry) => tunedEntry(entry, config));
  const source = (): TrialSource =>
    followedBy(
      together(
        entries.map((entry) =>
          tuningSource(pointsOf(sampler.open(entry.space, budget), tuning), {
            entry,
            tuning,
            whole: budget.epochs,
            trialOf,
          }),
        ),
      ),
      (results) => evaluations(results, { config, trialOf }),
    );
  const first = source().next([]);
  const timed = tuning.minutes !== undefined; // how many trials there will be, times alone tell
  const lengths = entries.flatMap((entry) =>
    timed ? [] : sampler.lengths(entry.space, budget).map((length) => ({ entry, ...length })),
  );
  const tuned = lengths.flatMap(({ entry, ...length }) =>
    tuning.seeds.map((seed) => tuningTrial({ ...entry.centre, seed }, { length, whole: budget.epochs, trialOf })),
  );
  const judged = config.seeds.flatMap((seed) => entries.map(({ centre }) => trialOf({ ...centre, seed })));
  return { source, first, later: [...tuned.slice(first.length), ...judged], timed };
}

/** The points of a sampler, as many as the budget of minutes allows where there is one. */
function pointsOf(points: Source<Ask, Scored>, { minutes }: StudyTuning): Source<Ask, Scored> {
  return minutes === undefined ? points : withinSeconds(points, 60 * minutes);
}

/** An entry with its space. `at`: what trials say of a point. */
interface TunedEntry {
  readonly label: string;
  readonly space: Space;
  readonly centre: Pick<TrialParts, "optimizer" | "lr">;
  at(point: Ask["point"]): Pick<TrialParts, "optimizer" | "lr">;
}

/** Errors: those of `spaceOf`; those of `resolveOptimizer` for a corner of the space. */
function tunedEntry(entry: OptimizerEntry, config: StudyConfig): TunedEntry {
  const { name, text, label, hyperparameters, lr, spaces = {} } = entry;
  const convention = entry.convention ?? config.convention;
  const grids = { ...(lr.length === 0 ? {} : { lr }), ...hyperparameters };
  const space = spaceOf({ name, text, label, convention, grids, spaces });
  const known = new Map<string, OptimizerConfig>();
  const at = (point: Ask["point"]): Pick<TrialParts, "optimizer" | "lr"> => {
    const resolved = resolveOptimizer({ name, text, convention, hyperparameters: settingsAt(space, point) });
    const settings = JSON.stringify(resolved.hyperparameters);
    const optimizer = known.get(settings) ?? optimizerConfig(resolved, label);
    known.set(settings, optimizer);
    return { optimizer, lr: resolved.lr };
  };
  checkEnds(space, at);
  return { label, space, at, centre: at(centrePoint(space)) };
}

/** Resolves both ends of every range, which speak for all between them, and every listed value. */
function checkEnds(space: Space, at: (point: Ask["point"]) => unknown): void {
  for (const end of [0, 1]) at(space.dimensions.map(() => end));
  const centre = centrePoint(space);
  space.dimensions.forEach((dimension, i) => {
    if (dimension.axis !== "choice") return;
    for (const value of dimension.values) at(centre.with(i, shareAt(dimension, value)));
  });
}

/** Trials of an optimizer's points, each on every tuning seed; a point's score is the mean over them. */
function tuningSource(
  points: Source<Ask, Scored>,
  {
    entry,
    tuning: { seeds },
    whole,
    trialOf,
  }: {
    readonly entry: TunedEntry;
    readonly tuning: StudyTuning;
    readonly whole: number;
    readonly trialOf: TrialOf;
  },
): TrialSource {
  const asked: Ask[] = [];
  const scored: Scored[] = [];
  const trialsOf = (asks: readonly Ask[]): readonly PlannedTrial[] => {
    asked.push(...asks);
    return asks.flatMap(({ point, ...length }) =>
      seeds.map((seed) => tuningTrial({ ...entry.at(point), seed }, { length, whole, trialOf })),
    );
  };
  return {
    next: (results) => {
      if (results.length % seeds.length !== 0) return [];
      if (results.length > 0) {
        const own = results.slice(-seeds.length);
        const timed = own.every(({ trainSeconds }) => trainSeconds !== undefined);
        const trainSeconds = own.reduce((sum, one) => sum + (one.trainSeconds ?? 0), 0);
        const score = mean(own.map(scoreOf));
        scored.push({ ...asked[scored.length]!, score, ...(timed ? { trainSeconds } : {}) });
      }
      return trialsOf(points.next(scored));
    },
  };
}

/** A trial that tunes; one that goes on from a shorter one says so, and so does one that may be gone on from. `whole`: epochs of the longest. */
function tuningTrial(
  parts: Pick<TrialParts, "optimizer" | "lr" | "seed">,
  {
    length: { epochs, after },
    whole,
    trialOf,
  }: { readonly length: Length; readonly whole: number; readonly trialOf: TrialOf },
): PlannedTrial {
  const trial = trialOf({ ...parts, epochs, test: "never" });
  const shorter = after === 0 ? null : trialOf({ ...parts, epochs: after, test: "never" });
  return {
    ...trial,
    ...(shorter === null ? {} : { goesOn: { key: shorter.key, epochs: after } }),
    ...(epochs < whole ? { mayGoOn: true } : {}),
  };
}

function scoreOf({ trial: { config }, result, best }: SeenTrial): number {
  return scoreOfTrial({ config, result, state: result.status, epochs: best === null ? [] : [best] })!;
}

/** The best point of every optimizer that was trained to the full, on fresh seeds; a point that was tried first wins a tie. */
function evaluations(
  results: readonly SeenTrial[],
  { config, trialOf }: { readonly config: StudyConfig; readonly trialOf: TrialOf },
): readonly PlannedTrial[] {
  const winners = config.optimizers.map(({ label }) => winnerOf(results.filter((one) => labelOf(one) === label)));
  return config.seeds.flatMap((seed) =>
    winners.map(({ trial: { config: won } }) => trialOf({ optimizer: won.optimizer, lr: won.lr, seed })),
  );
}

function labelOf({ trial }: SeenTrial): string {
  return trial.config.optimizer.label;
}

/** The first trial of the best point: fewest seeds that diverged, then the mean score, of those that were trained longest. */
function winnerOf(results: readonly SeenTrial[]): SeenTrial {
  const longest = Math.max(...results.map(({ trial }) => trial.config.training.epochs));
  const points = new Map<string, SeenTrial[]>();
  for (const one of results) {
    const { lr, optimizer, training } = one.trial.config;
    if (training.epochs < longest) continue;
    const point = JSON.stringify([lr, optimizer.hyperparameters]);
    points.set(point, [...(points.get(point) ?? []), one]);
  }
  const judged = [...points.values()].map((trials) => ({ trials, score: mean(trials.map(scoreOf)) }));
  return judged.reduce((best, one) => (compareScores(one.score, best.score) < 0 ? one : best)).trials[0]!;
}

/**
 * The optimizers of a study as warnings look at them.
 */
import { compareScores, scoreOfTrial } from "../../records/monitor.ts";
import { type TrialRecord, trialPhase } from "../../records/records.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { StudyConfig } from "../config.ts";
import type { OptimizerEntry } from "../config-optimizers.ts";
import { centrePoint, type Space, settingsAt, spaceOf } from "../space.ts";
import type { WarningInput } from "./warning.ts";

/** One entry with what was tried of it. */
export interface Rival {
  readonly entry: OptimizerEntry;
  readonly label: string;
  /** What it was chosen from: of a plain study the listed values. */
  readonly space: Space;
  /** Points that were tried. */
  readonly points: number;
  /** A trial of each of them. */
  readonly tried: readonly TrialRecord[];
  /** All its trials. */
  readonly trials: readonly TrialRecord[];
  /** Trials at the centre of its space, of a study that tunes. */
  readonly atCentre: readonly TrialRecord[];
  /** Trials of its best point, and their mean score; null where none has ended. */
  readonly best: { readonly trials: readonly TrialRecord[]; readonly score: number } | null;
}

/** In the order of the study. Errors: those of `spaceOf`. */
export function rivalsOf({ config, trials }: WarningInput): readonly Rival[] {
  return config.optimizers.map((entry) => {
    const own = trials.filter(({ config: { optimizer } }) => isOf(optimizer.label, entry.label));
    const space = spaceOfEntry(entry, config);
    const isTuning = (trial: TrialRecord): boolean => trialPhase(trial.config) === "tuning";
    const tried = config.tuning === undefined ? own : own.filter(isTuning);
    const points = pointsOf(tried);
    return {
      entry,
      label: entry.label,
      space,
      points: points.length,
      tried: points.map((point) => point[0]!),
      trials: own,
      atCentre: config.tuning === undefined ? [] : (points.find((point) => isAt(space, point[0]!)) ?? []),
      best: bestOf(config.tuning === undefined ? points : pointsOf(own.filter((trial) => !isTuning(trial)))),
    };
  });
}

/** Labels of a grid name what varies behind the entry's. */
function isOf(label: string, entry: string): boolean {
  return label === entry || label.startsWith(`${entry} `);
}

/** Of a plain study all that is not listed is fixed. */
function spaceOfEntry(
  { name, label, lr, hyperparameters, spaces = {}, ...entry }: OptimizerEntry,
  config: StudyConfig,
): Space {
  const convention = entry.convention ?? config.convention;
  const grids = { ...(lr.length === 0 ? {} : { lr }), ...hyperparameters };
  if (config.tuning !== undefined) return spaceOf({ name, label, convention, grids, spaces });
  const listed = Object.entries(grids).filter(([, values]) => values.length > 1);
  return { dimensions: listed.map(([key, values]) => ({ name: key, axis: "choice", values })), fixed: {} };
}

function pointsOf(trials: readonly TrialRecord[]): readonly (readonly TrialRecord[])[] {
  const points = new Map<string, TrialRecord[]>();
  const texts = new Map<object, string>(); // a store gives trials of one optimizer the same object
  for (const trial of trials) {
    const { lr, optimizer } = trial.config;
    const settings = texts.get(optimizer) ?? JSON.stringify(optimizer.hyperparameters);
    texts.set(optimizer, settings);
    const point = `${lr} ${settings}`;
    const others = points.get(point);
    if (others === undefined) points.set(point, [trial]);
    else others.push(trial);
  }
  return [...points.values()];
}

function isAt(space: Space, { config: { lr, optimizer } }: TrialRecord): boolean {
  const { lr: rate, ...settings } = settingsAt(space, centrePoint(space));
  return lr === rate && Object.entries(settings).every(([name, value]) => optimizer.hyperparameters[name] === value);
}

/** The point with the best mean over the seeds that ended. */
function bestOf(points: readonly (readonly TrialRecord[])[]): Rival["best"] {
  const scored = points.flatMap((trials) => {
    const scores = trials.flatMap((trial) => scoreOfTrial(trial) ?? []);
    return scores.length === 0 ? [] : [{ trials, score: mean(scores) }];
  });
  if (scored.length === 0) return null;
  return scored.reduce((best, one) => (compareScores(one.score, best.score) < 0 ? one : best));
}

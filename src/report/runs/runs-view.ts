/**
 * Several runs side by side: what each of them found, of whom, and on which workload.
 */
import { entryLabel } from "../../records/optimizer-label.ts";
import { chanceOf } from "../chance.ts";
import { type ReportInput, viewOf } from "../compose-report.ts";
import { type Contender, contendersOf, testSample } from "../contenders.ts";
import type { SeedFigure } from "../measures/seed-order.ts";
import type { StudyView } from "../study-view.ts";
import { type Standing, standingsOf } from "../verdict/standings.ts";

/** A run as it was asked for. */
export interface RunInput {
  /** Name of its study; with what tells it apart where two runs have one name. */
  readonly name: string;
  readonly input: ReportInput;
}

/** An optimizer of a run. */
export interface RunOptimizer {
  /** What it is called across runs: the label of its entry, or of its setting where the run compares those. */
  readonly name: string;
  readonly standing: Standing;
  /** Test accuracies by seed; -Infinity where one diverged. */
  readonly sample: readonly SeedFigure[];
}

/** A run with what it found. */
export interface RunView {
  readonly name: string;
  readonly view: StudyView;
  /** Data and model, which with their training make the workload. */
  readonly workload: string;
  /** Test accuracy that guessing reaches; 0 where no trial tells. */
  readonly guess: number;
  /** The one that validation prefers first. */
  readonly optimizers: readonly RunOptimizer[];
}

/** The view of a run. */
export function viewRun({ name, input }: RunInput): RunView {
  const view = viewOf(input);
  const contenders = contendersOf(view);
  const names = namesOf(contenders);
  const standings = standingsOf(view);
  const optimizers = contenders.map((contender, at) => {
    return { name: names[at]!, standing: standings[at]!, sample: testSample(contender) };
  });
  return { name, view, workload: workloadOf(view), guess: chanceOf(view)?.test.level ?? 0, optimizers };
}

/** Labels of entries where these tell contenders apart. */
function namesOf(contenders: readonly Contender[]): readonly string[] {
  const entries = contenders.map(({ setting }) => entryLabel(setting.config));
  return new Set(entries).size === entries.length ? entries : contenders.map(({ label }) => label);
}

function workloadOf({ trials }: StudyView): string {
  const config = trials[0]?.config;
  if (config === undefined) return "unknown";
  const { name, limitTrain } = config.data;
  return `${config.model.name} on ${name}${limitTrain === null ? "" : ` (${limitTrain} images)`}`;
}

/** Optimizers with a test accuracy in every run, in the order of the first. */
export function commonNames(runs: readonly RunView[]): readonly string[] {
  const tested = runs.map(({ optimizers }) =>
    optimizers.flatMap(({ name, sample }) => (sample.length > 0 ? [name] : [])),
  );
  return (tested[0] ?? []).filter((name) => tested.every((names) => names.includes(name)));
}

/** The optimizer of that name. */
export function optimizerNamed({ optimizers }: RunView, name: string): RunOptimizer | undefined {
  return optimizers.find((one) => one.name === name);
}

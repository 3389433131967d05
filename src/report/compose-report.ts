/**
 * From a study's records to the report document, with the sections that are asked for.
 */
import { bestEpochOfTrial } from "../records/monitor.ts";
import type { EpochRecord, StudyRecord, TrialRecord } from "../records/records.ts";
import { epochCount, secondsOfEpoch, timingFigures } from "../records/trial-epochs.ts";
import { median } from "../stats/quantile.ts";
import type { Progress, ReportDocument, ReportState, ResultRow, StudyReport } from "./document.ts";
import { headlineOf } from "./headline.ts";
import type { ReportSection } from "./sections/section.ts";
import { studyFacts } from "./study-facts.ts";
import { type Objection, type StudyView, viewStudy } from "./study-view.ts";
import { standingsOf } from "./verdict/standings.ts";

/** What a report is made from. */
export interface ReportInput {
  readonly study: StudyRecord;
  /** Any of the study's trials, in any state and order; those absent count as waiting. */
  readonly trials: readonly TrialRecord[];
  /** Command printed as the one that reproduces the report; default: the study's own. */
  readonly command?: string;
  /** What makes the comparison weaker than it looks; default: nobody looked. */
  readonly warnings?: readonly Objection[];
  /** A sentence that readers need before all figures, such as that they are of an earlier revision; default: none. */
  readonly note?: string | null;
  /** Validation accuracy in 0..1 that optimizers are timed to; default: one that each reaches on half of its seeds. */
  readonly target?: number | undefined;
  /** Numbers that an optimizer keeps for each weight, which its program tells; default: nothing is said of memory. */
  readonly stateSlots?: StudyView["stateSlots"];
}

/**
 * The report of a finished or unfinished study, of these sections; the same records give the same document.
 */
export function composeReport(input: ReportInput, sections: readonly ReportSection[]): StudyReport {
  const view = viewOf(input);
  return { ...documentOf(view, sections), standings: standingsOf(view), results: resultRows(view) };
}

/** The same without a row for each trial. For a summary alone (`lionlab show`), trials may carry just the record of their best epoch. */
export function composeSummary(input: ReportInput, sections: readonly ReportSection[]): ReportDocument {
  return documentOf(viewOf(input), sections);
}

/** The study as sections see it. */
export function viewOf({
  study,
  trials,
  command = study.command,
  warnings,
  note = null,
  target,
  stateSlots,
}: ReportInput): StudyView {
  const view = viewStudy(study, trials, command);
  return {
    ...view,
    warnings: warnings ?? null,
    note,
    target: target ?? null,
    stateSlots: stateSlots ?? view.stateSlots,
  };
}

/** The document of a view, with these sections. */
export function documentOf(
  view: StudyView,
  sections: readonly ReportSection[],
): Omit<StudyReport, "standings" | "results"> {
  return {
    schemaVersion: 1,
    subject: "study",
    title: view.study.name,
    headline: headlineOf(view),
    facts: studyFacts(view),
    command: view.command,
    state: stateOf(view.progress),
    progress: view.progress,
    sections: sections.flatMap((section) => section(view) ?? []),
  };
}

function stateOf({ planned, finished, diverged, failed, running, waiting }: Progress): ReportState {
  const parts = Object.entries({ finished, diverged, failed, running, waiting }).filter(([, n]) => n > 0);
  const text = `${planned}: ${parts.map(([state, n]) => `${n} ${state}`).join(", ")}`;
  return { name: "trials", text, planned, ended: finished + diverged };
}

function resultRows(view: StudyView): readonly ResultRow[] {
  const shown = new Map<string, Omit<TrialFigures, "trial">>();
  for (const { label, rates } of [...view.tuned, ...view.optimizers])
    for (const { runs } of rates) for (const { trial, best } of runs) shown.set(trial.key, { label, best });
  return view.trials.map((trial) => {
    const { label = trial.config.optimizer.label, best = bestEpochOfTrial(trial) } = shown.get(trial.key) ?? {};
    return resultRow({ trial, label, best });
  });
}

/** What a row is made from. */
interface TrialFigures {
  readonly trial: TrialRecord;
  readonly label: string;
  readonly best: EpochRecord | null;
}

function resultRow({ trial, label, best }: TrialFigures): ResultRow {
  const { optimizer, lr, seed } = trial.config;
  const seconds = timingFigures(trial, secondsOfEpoch);
  return withCurve(
    {
      key: trial.key,
      label,
      optimizer: optimizer.name,
      convention: optimizer.convention,
      hyperparameters: optimizer.hyperparameters,
      lr,
      seed,
      state: trial.state,
      stopped: trial.result?.stopped ?? null,
      epochs: trial.result?.epochs ?? epochCount(trial),
      bestEpoch: best?.epoch ?? null,
      validationAccuracy: best?.validationAccuracy ?? null,
      validationLoss: best?.validationLoss ?? null,
      testAccuracy: trial.result?.test?.accuracy ?? null,
      testTop5: trial.result?.test?.top5 ?? null,
      testLoss: trial.result?.test?.loss ?? null,
      divergedAtStep: trial.result?.divergedAtStep ?? null,
      secondsPerEpoch: seconds.length > 0 ? median(seconds) : null,
      failure: trial.failure,
    },
    trial,
  );
}

/** A row whose curve is that of the trial, which may be packed until it is asked for. */
function withCurve(row: Omit<ResultRow, "curve">, trial: TrialRecord): ResultRow {
  trialOfRow.set(row, trial);
  return Object.defineProperty(row, "curve", curveOfTrial) as ResultRow;
}

const trialOfRow = new WeakMap<object, TrialRecord>();

/** One for all rows: with a getter of its own, each would have a layout of its own. */
const curveOfTrial: PropertyDescriptor & ThisType<object> = {
  enumerable: true,
  get() {
    return trialOfRow.get(this)!.epochs;
  },
};

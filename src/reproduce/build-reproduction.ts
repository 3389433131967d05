/**
 * What became of an experiment: ours beside what was published, and a verdict on each claim, as a document that every renderer prints.
 */
import { type Contender, contendersOf, testSample } from "../report/contenders.ts";
import type { Cell, Column, ReportDocument, Section, TableBlock, TextBlock, Tone } from "../report/document.ts";
import {
  count,
  formatP,
  formatPercent,
  formatPercentEstimate,
  formatPoints,
  formatRate,
  nothing,
} from "../report/format.ts";
import { seedEstimate, shares, tableSpread } from "../report/seed-estimate.ts";
import type { StudyView } from "../report/study-view.ts";
import { type Experiment, type PublishedFigure, type Size, studyNameOf } from "./experiment.ts";
import { type ClaimVerdict, contenderNamed, type JudgedClaim, judgeClaim } from "./judge-claim.ts";

/** An experiment with the records of its studies by their ids; null for one that has not been run. */
export interface ReproductionInput {
  readonly experiment: Experiment;
  readonly size: Size;
  readonly views: ReadonlyMap<string, StudyView | null>;
  /** The command that runs what is missing. */
  readonly command: string;
}

/** The claims of an experiment with their verdicts, in its order. */
export function judgedClaims({ experiment, size, views }: ReproductionInput): readonly JudgedClaim[] {
  return experiment.claims.map((claim) => judgeClaim(claim, { view: views.get(claim.study) ?? null, size }));
}

/** The document. */
export function buildReproduction(input: ReproductionInput): ReportDocument {
  const { experiment, size, views, command } = input;
  const claims = judgedClaims(input);
  const progress = [...views.values()].flatMap((view) => (view === null ? [] : [view.progress]));
  const planned = progress.reduce((sum, one) => sum + one.planned, 0);
  const ended = progress.reduce((sum, one) => sum + one.finished + one.diverged, 0);
  const run = progress.length;
  return {
    schemaVersion: 1,
    subject: "runs",
    title: `${experiment.name}, ${size}`,
    headline: headlineOf(claims),
    facts: [
      { name: "compared", value: experiment.about },
      { name: "published", value: experiment.published },
      { name: `this size (${size})`, value: experiment.sizes[size].about },
    ],
    command,
    state: {
      name: "trials",
      text: `${planned} in ${run} of ${views.size} studies: ${ended} ended`,
      planned,
      ended,
    },
    sections: [figuresSection(input), claimsSection(claims, input), studiesSection(input)],
  };
}

function headlineOf(claims: readonly JudgedClaim[]): string {
  const many = (verdict: ClaimVerdict): number => claims.filter((claim) => claim.verdict === verdict).length;
  return `Of ${count(claims.length, "claim")}, ${many("holds")} hold, ${many("does not hold")} do not, ${many("not decided here")} are not decided here.`;
}

function figuresSection(input: ReproductionInput): Section {
  const rows = [...input.views].flatMap(([study, view]) => figureRows(study, view, input.experiment.figures));
  const seeds = rows.map(({ seeds: n }) => n);
  const small = "The published setting is larger, and the difference is that of the setting too.";
  return {
    id: "summary",
    title: "Ours beside the published",
    blocks: [
      {
        kind: "table",
        id: "figures",
        title: "Test accuracy, ours and published",
        columns: figureColumns,
        rows: rows.map(({ cells }) => cells),
        caption: `Each optimizer at the setting that validation chose. ${input.size === "small" ? small : ""}`.trim(),
        provenance: {
          command: input.command,
          seeds: { fewest: Math.min(...seeds), most: Math.max(...seeds) },
          interval: tableSpread(seeds),
        },
      },
    ],
  };
}

const figureColumns: readonly Column[] = [
  column("study", "left", "Part of the experiment."),
  column("optimizer", "left", "Label in that study."),
  column("rate", "right", "Learning rate that validation chose."),
  column("ours", "right", "Test accuracy, mean over the seeds that did not diverge."),
  column("seeds", "right", "Seeds that ended, and how many of them diverged."),
  column("published", "right", "Test accuracy as it was published; – where no figure is at hand."),
  column("difference", "right", "Ours minus the published, in percentage points."),
];

function column(title: string, align: Column["align"], description: string): Column {
  return { title, align, description, priority: 0 };
}

interface FigureRow {
  readonly seeds: number;
  readonly cells: readonly Cell[];
}

/** A row for each optimizer of the study, and for each published one that it lacks. */
function figureRows(
  study: string,
  view: StudyView | null,
  published: readonly PublishedFigure[],
): readonly FigureRow[] {
  const known = published.filter((figure) => figure.study === study);
  const own = view === null ? [] : contendersOf(view);
  const alone = known.filter(({ optimizer }) => view === null || contenderNamed(view, optimizer) === undefined);
  const rows = [
    ...own.map((contender) => {
      const figure = known.find(
        ({ optimizer }) => optimizer === contender.label || optimizer === contender.setting.config.label,
      );
      return figureRow(study, contender.label, { contender, figure });
    }),
    ...alone.map((figure) => figureRow(study, figure.optimizer, { figure })),
  ];
  return rows.length > 0 ? rows : [figureRow(study, nothing, {})];
}

function figureRow(
  study: string,
  label: string,
  { contender, figure }: { readonly contender?: Contender; readonly figure?: PublishedFigure | undefined },
): FigureRow {
  const sample = contender === undefined ? [] : testSample(contender).map(({ value }) => value);
  const finite = sample.filter(Number.isFinite);
  const ours = finite.length === 0 ? null : seedEstimate(finite, shares);
  const diverged = sample.length - finite.length;
  const rate = contender?.setting.best?.lr ?? null;
  const difference = ours === null || figure === undefined ? null : ours.value - figure.accuracy;
  const runs = figure === undefined || figure.runs === null ? "" : ` (${count(figure.runs, "run")})`;
  return {
    seeds: sample.length,
    cells: [
      cell(study, study),
      cell(label, label),
      cell(rate === null ? nothing : formatRate(rate), rate),
      ours === null ? cell("not run", null, "muted") : cell(formatPercentEstimate(ours), ours.value),
      cell(`${sample.length}${diverged > 0 ? `, ${diverged} diverged` : ""}`, sample.length),
      cell(figure === undefined ? nothing : formatPercent(figure.accuracy) + runs, figure?.accuracy ?? null),
      cell(difference === null ? nothing : formatPoints(difference), difference),
    ],
  };
}

const verdictTones: { readonly [V in ClaimVerdict]: Tone } = {
  holds: "best",
  "does not hold": "bad",
  "not decided here": "muted",
};

function claimsSection(claims: readonly JudgedClaim[], { command }: ReproductionInput): Section {
  const table: TableBlock = {
    kind: "table",
    id: "claims",
    title: "What was claimed",
    columns: [
      column("study", "left", "Part of the experiment."),
      column("claim", "left", "What was claimed."),
      column("verdict", "left", "Whether it holds in these studies."),
      column("p", "right", "After correction for all pairs of the study, or one-sided for a figure that is reached."),
      column(
        "seeds it takes",
        "right",
        "To decide a difference and a spread such as these; – where it is decided, or cannot be told.",
      ),
    ],
    rows: claims.map(({ study, claim, verdict, p, seedsToDecide }) => [
      cell(study, study),
      cell(claim, claim),
      cell(verdict, verdict, verdictTones[verdict]),
      cell(p === null ? nothing : formatP(p), p),
      cell(seedsToDecide === null ? nothing : String(seedsToDecide), seedsToDecide),
    ]),
    caption:
      "A claim holds or does not at p below 5 % by the test of its study's report; a study that is not finished decides none.",
    provenance: { command, seeds: null, interval: "none: verdicts" },
  };
  return { id: "verdict", title: "Verdicts", blocks: [table, ...claims.map(claimText)] };
}

function claimText({ study, claim, verdict, figures, takes }: JudgedClaim): TextBlock {
  const text = `${study}: ${claim}: ${verdict}. ${figures.replace(/\.$/, "")}.${takes === null ? "" : ` What it takes: ${takes}`}`;
  return { kind: "text", tone: "plain", text };
}

/** The commands of the studies, and where their own reports lie. */
function studiesSection({ experiment, size, views }: ReproductionInput): Section {
  return {
    id: "studies",
    title: "The studies",
    blocks: experiment.sizes[size].studies.map((step) => {
      const view = views.get(step.id);
      const text = view === null || view === undefined ? "# not run yet" : view.command;
      return {
        kind: "code",
        title: `${step.id}: ${studyNameOf(step)}, report in ${studyNameOf(step)}/report`,
        language: "sh",
        text,
      };
    }),
  };
}

function cell(shown: string, value: Cell["value"], tone: Tone = "plain"): Cell {
  return { text: shown, value, tone };
}

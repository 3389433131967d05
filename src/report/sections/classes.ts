/**
 * Which classes an optimizer's networks get right, and what they take the others for: answers to the test set at the chosen epoch, and to the
 * validation images that chose it.
 */
import type { TrialResult } from "../../records/records.ts";
import { contendersOf } from "../contenders.ts";
import type { Cell, ChartBlock, Column, Section, TableBlock, TextBlock } from "../document.ts";
import { formatPercent, formatPercentEstimate, listInWords, nothing } from "../format.ts";
import { bestFigures } from "../measures/best-figures.ts";
import { type AnswerCounts, answerShares, commonMistakes, summedAnswers } from "../measures/class-answers.ts";
import { type SeedEstimate, seedEstimate, shares, tableSpread } from "../seed-estimate.ts";
import { learnedRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { heightColors, ink } from "../theme.ts";
import { chartSpec } from "./chart.ts";

/** Most classes of a matrix that can be read. */
const mostOfMatrix = 20;

/** Most rows of the table: those that the first optimizer gets right least often. */
const mostRows = 20;

/** Matrices for so many optimizers, the best first. */
const mostMatrices = 4;

/** An optimizer with the answers of its seeds. */
interface Answered {
  readonly label: string;
  readonly runs: readonly Run[];
  readonly counts: readonly AnswerCounts[];
}

/** A table of classes and a confusion matrix for each optimizer; null where no result keeps answers. */
export function classesSection(view: StudyView): Section | null {
  const learned = contendersOf(view).map(({ label, setting }) => ({ label, learned: learnedRuns(setting) }));
  const answered = learned.flatMap(({ label, learned }): readonly Answered[] => {
    const runs = learned.filter(({ trial }) => trial.result?.confusion !== undefined);
    return runs.length === 0 ? [] : [{ label, runs, counts: runs.map(({ trial }) => trial.result!.confusion!.counts) }];
  });
  const [first] = answered;
  if (first === undefined) return null;
  const { classes } = first.runs[0]!.trial.result!.confusion as NonNullable<TrialResult["confusion"]>;
  const alike = answered.filter(({ counts }) => counts.every(({ length }) => length === classes.length));
  const matrices = classes.length > mostOfMatrix ? [] : alike.slice(0, mostMatrices);
  const chosen = matrices.flatMap(({ label, runs }) => {
    const own = runs.filter(({ trial }) => trial.result!.confusion!.validation !== undefined);
    return own.length === 0
      ? []
      : [{ label, runs: own, counts: own.map(({ trial }) => trial.result!.confusion!.validation!) }];
  });
  return {
    id: "classes",
    title: "Class by class",
    blocks: [
      { kind: "text", tone: "plain", text: mistakeWords(first, classes) },
      ...missingAnswers(learned, answered),
      classTable(view, { answered: alike, classes }),
      ...matrices.map((one, index) => matrixChart(view, { one, id: `confusion-${index + 1}`, classes, of: "test" })),
      ...chosen.map((one, index) =>
        matrixChart(view, { one, id: `confusion-validation-${index + 1}`, classes, of: "validation" }),
      ),
    ],
  };
}

/** Says of which optimizers answers are missing, in all or some of their runs. */
function missingAnswers(
  learned: readonly { readonly label: string; readonly learned: readonly Run[] }[],
  answered: readonly Answered[],
): readonly TextBlock[] {
  const missing = learned.flatMap(({ label, learned: { length: of } }) => {
    const kept = answered.find((one) => one.label === label)?.runs.length ?? 0;
    return kept === of ? [] : [kept === 0 ? label : `${label} (${of - kept} of ${of} runs)`];
  });
  if (missing.length === 0) return [];
  const text = `No answers are kept of ${listInWords(missing)}: an earlier version trained them.`;
  return [{ kind: "text", tone: "plain", text }];
}

/** What the best optimizer takes most often for what. */
function mistakeWords({ label, counts }: Answered, classes: readonly string[]): string {
  const mistakes = commonMistakes(summedAnswers(counts)!, 3).map(
    ({ label: of, answer, share }) => `${classes[of]} for ${classes[answer]} (${formatPercent(share)})`,
  );
  return mistakes.length === 0
    ? `The networks of ${label} made no mistake on the test set.`
    : `The networks of ${label} most often take ${listInWords(mistakes)}: shares of the images of a class, over its seeds.`;
}

function classTable(
  view: StudyView,
  { answered, classes }: { readonly answered: readonly Answered[]; readonly classes: readonly string[] },
): TableBlock {
  const estimates = answered.map(({ counts }) => classes.map((_, label) => rightShare(counts, label)));
  const order = classes.map((_, at) => at);
  const hardest = [...order].sort((a, b) => estimates[0]![a]!.value - estimates[0]![b]!.value).slice(0, mostRows);
  const shown = classes.length > mostRows ? hardest : order;
  const seeds = answered.map(({ runs }) => runs.length);
  return {
    kind: "table",
    id: "classes",
    title: "Test accuracy by class",
    columns: [
      { title: "class", align: "left", priority: 0, description: "Class of the test images." },
      ...answered.map(({ label }): Column => {
        return {
          title: label,
          align: "right",
          priority: 0,
          description: `Share of the class's images that ${label} gets right, mean over its seeds.`,
        };
      }),
    ],
    rows: shown.map((label) => {
      const row = estimates.map((one) => one[label]!);
      const best = bestFigures(
        row.map(({ n, value }) => (n === 0 ? null : value)),
        "higher",
      );
      return [
        { text: classes[label]!, value: classes[label]!, tone: "plain" },
        ...row.map((one, at) => shareCell(one, best[at]!)),
      ];
    }),
    caption:
      "Share of the test images of a class that were taken for it, with the weights of the chosen epoch at each optimizer's best setting." +
      (classes.length > mostRows ? ` The ${mostRows} classes that ${answered[0]!.label} gets right least often.` : ""),
    provenance: provenance(
      view,
      answered.map(({ runs }) => runs),
      tableSpread(seeds, "none: one seed"),
    ),
  };
}

function rightShare(counts: readonly AnswerCounts[], label: number): SeedEstimate {
  const values = counts.map((one) => answerShares(one)[label]![label]!).filter((value) => !Number.isNaN(value));
  return seedEstimate(values, shares);
}

function shareCell(estimate: SeedEstimate, best: boolean): Cell {
  if (estimate.n === 0) return { text: nothing, value: null, tone: "muted" };
  return { text: formatPercentEstimate(estimate), value: estimate.value, tone: best ? "best" : "plain" };
}

function matrixChart(
  view: StudyView,
  {
    one,
    id,
    classes,
    of,
  }: {
    readonly one: Answered;
    readonly id: string;
    readonly classes: readonly string[];
    readonly of: "test" | "validation";
  },
): ChartBlock {
  return {
    kind: "chart",
    id,
    title: `${one.label}: what each class is taken for${of === "test" ? "" : ", validation"}`,
    spec: matrixSpec(answerShares(summedAnswers(one.counts)!), classes),
    caption: `Rows: the class of a ${of} image; columns: the class that it was taken for; per cent of the row, over all seeds, from 0.5 on. The diagonal holds the right answers; colours tell the mistakes apart.${of === "test" ? "" : " After the epoch that these images chose."}`,
    provenance: provenance(view, [one.runs], "none: all seeds together"),
  };
}

function matrixSpec(rows: AnswerCounts, classes: readonly string[]): ChartBlock["spec"] {
  const values = rows.flatMap((row, label) =>
    row.map((share, answer) => {
      const known = Number.isNaN(share) ? 0 : share;
      const text = known >= 0.005 ? (100 * known).toFixed(known < 0.0995 ? 1 : 0) : "";
      const description = `${classes[label]} taken for ${classes[answer]}: ${formatPercent(known)}`;
      return {
        label: classes[label],
        answer: classes[answer],
        share: known,
        text,
        right: label === answer,
        description,
      };
    }),
  );
  const worst = Math.max(0.01, ...values.filter(({ right }) => !right).map(({ share }) => share));
  const axis = { labelLimit: 120, labelFlush: false, ticks: false, domain: false };
  const x = { field: "answer", type: "nominal", sort: classes, title: "taken for", axis: { ...axis, labelAngle: -40 } };
  const y = { field: "label", type: "nominal", sort: classes, title: "class", axis };
  const small = classes.length > 12 ? 7.5 : 9.5;
  const description = { field: "description" };
  const scale = { domain: [0, worst], range: [...heightColors].slice(0, 5), clamp: true };
  return chartSpec(
    [
      {
        data: { values: values.filter(({ right }) => !right) },
        mark: { type: "rect", strokeWidth: 0 },
        encoding: { x, y, color: { field: "share", type: "quantitative", scale, legend: null }, description },
      },
      {
        data: { values: values.filter(({ right }) => right) },
        mark: { type: "rect", strokeWidth: 1, stroke: "#8a8a96", fillOpacity: 0, fill: ink },
        encoding: { x, y, description },
      },
      {
        data: { values: values.filter(({ right }) => right) },
        mark: { type: "text", fontSize: small, fontWeight: 700, color: ink, aria: false },
        encoding: { x, y, text: { field: "text" } },
      },
      {
        data: { values: values.filter(({ right }) => !right) },
        mark: { type: "text", fontSize: small, color: "#ffffff", aria: false },
        encoding: { x, y, text: { field: "text" } },
      },
    ],
    { width: 400, height: 400 },
  );
}

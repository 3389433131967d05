/**
 * The facts of `lionlab power` as people read them.
 */
import { count } from "../../report/format.ts";
import { plainTable } from "../plain-table.ts";
import { wrapped } from "../wrapped.ts";
import { figureText, percentText } from "./figure-text.ts";
import type { PowerFacts } from "./power-facts.ts";
import type { RunSpread } from "./run-spread.ts";

/** The spread of a run if there is one, the seeds that differences take, and sentences. */
export function powerText(facts: PowerFacts, { width }: { readonly width: number }): string {
  const parts = [
    ...(facts.run === null ? [] : [spreadTable(facts.run)]),
    ...(facts.differences.length === 0 ? [] : [differenceTable(facts)]),
    ...[...detectableSentences(facts), ...studySentences(facts), aimSentence(facts)].map(
      (text) => `${wrapped(text, { width, indent: 0 })}\n`,
    ),
  ];
  return parts.join("\n");
}

function spreadTable({ optimizers, pooled }: RunSpread): string {
  return `${plainTable(
    [
      { title: "optimizer, at its best setting" },
      { title: "seeds", align: "right" },
      { title: "diverged", align: "right" },
      { title: "deviation, points", align: "right" },
    ],
    optimizers.map(({ label, seeds, diverged, deviation }) => [
      label,
      String(seeds),
      String(diverged),
      deviation === null ? "–" : deviation.toFixed(3),
    ]),
  )}${pooled === null ? "" : `\nStandard deviation over seeds, pooled: ${pooled.toFixed(3)} percentage points of test accuracy.\n`}`;
}

function differenceTable(facts: PowerFacts): string {
  const test = facts.design === "paired" ? "Wilcoxon: pairs" : "Mann-Whitney: seeds a side";
  const unit = facts.run === null ? "difference" : "difference, points";
  return plainTable(
    [
      { title: unit, align: "right" },
      { title: "in deviations", align: "right" },
      { title: "A12", align: "right" },
      { title: test, align: "right" },
      { title: "t test", align: "right" },
      { title: "Noether", align: "right" },
      { title: "Bouthillier", align: "right" },
    ],
    facts.differences.map(({ difference, deviations, a12, needed }) => [
      difference === null ? "–" : figureText(Number(difference.toPrecision(3))),
      figureText(Number(deviations.toPrecision(3))),
      a12 === null ? "–" : a12.toFixed(2),
      String(needed.seeds),
      String(needed.tTest),
      needed.noether === null ? "–" : String(needed.noether),
      needed.bouthillier === null ? "–" : String(needed.bouthillier),
    ]),
  );
}

function detectableSentences({ detectable, design, power, fewest, run }: PowerFacts): readonly string[] {
  if (detectable === null) return [];
  const { seeds, deviations, difference } = detectable;
  const what = design === "paired" ? count(seeds, "pair") : `${count(seeds, "seed")} a side`;
  if (deviations === null)
    return [`${what} cannot find any difference at this level, however large: it takes at least ${fewest}.`];
  const points =
    difference === null ? "" : ` (${figureText(Number(difference.toPrecision(3)))}${run === null ? "" : " points"})`;
  const sentences = [
    `${what} find a difference of ${figureText(Number(deviations.toPrecision(3)))} standard deviations${points} with a power of ${percentText(power)}.`,
  ];
  if (detectable.power !== null)
    sentences.push(`The difference asked for they find with a power of ${percentText(detectable.power)}.`);
  return sentences;
}

/** What a report finds that tests pairs of shared seeds, where that is less than what independent samples find. */
function studySentences({ detectable, differences }: PowerFacts): readonly string[] {
  const asked = differences.length === 1 ? differences[0]! : null;
  const where = "a study tests pairs of its shared seeds: where a seed moves no two optimizers alike";
  if (detectable !== null && detectable.power !== null && detectable.studyPower !== null)
    return detectable.studyPower < detectable.power
      ? [
          `With ${detectable.seeds} seeds ${where}, its power is ${percentText(detectable.studyPower)}; --paired takes how alike it moves them.`,
        ]
      : [];
  if (asked === null || asked.studyPower === null || asked.studyPower >= asked.needed.power) return [];
  return [
    `With ${asked.needed.seeds} seeds ${where}, its power is ${percentText(asked.studyPower)}, not ${percentText(asked.needed.power)}.`,
  ];
}

function aimSentence({ design, alpha, power, comparisons, fewest, differences }: PowerFacts): string {
  const level =
    comparisons === 1
      ? `level ${percentText(alpha)}`
      : `level ${percentText(alpha)} over ${comparisons} comparisons (Holm)`;
  const simulated = differences.some(({ needed }) => needed.method === "formula")
    ? "simulated up to 100 seeds and by the t test's formula beyond"
    : "simulated";
  const spread = design === "paired" ? "the differences of pairs" : "the runs of one optimizer";
  return `Two-sided, ${level}, power ${percentText(power)}, for normal figures, ${simulated}. Deviations are those of ${spread}. Fewer than ${fewest} ${design === "paired" ? "pairs" : "seeds a side"} find nothing.`;
}

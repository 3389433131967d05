/**
 * The facts of `lionlab diff` as people read them.
 */
import { formatRate } from "../../report/format.ts";
import { fewestPairs, fewestSeeds } from "../../stats/smallest-p.ts";
import { plainTable } from "../plain-table.ts";
import { wrapped } from "../wrapped.ts";
import type { DiffFacts, OptimizerChange } from "./diff-facts.ts";
import { figureText, intervalText, percentText, pText } from "./figure-text.ts";

/** A row for each optimizer, then sentences. */
export function diffText(facts: DiffFacts, { width }: { readonly width: number }): string {
  const table = plainTable(
    [
      { title: "optimizer" },
      { title: "rate", align: "right" },
      { title: "seeds", align: "right" },
      { title: "change, points" },
      { title: "A12", align: "right" },
      { title: "p (Holm)", align: "right" },
      { title: "verdict" },
    ],
    facts.optimizers.map(rowOf),
  );
  return `${table}\n${sentences(facts)
    .map((sentence) => wrapped(sentence, { width, indent: 0 }))
    .join("\n")}\n`;
}

function rowOf({ label, rate, seeds, diverged, shift, a12, pHolm, verdict }: OptimizerChange): readonly string[] {
  const points = (value: number | null): number | null => (value === null ? null : 100 * value);
  const both = (x: number, y: number): string => (x === y ? figureText(x) : `${figureText(x)} → ${figureText(y)}`);
  const newly = diverged.new !== diverged.old ? `, diverged ${both(diverged.old, diverged.new)}` : "";
  return [
    label,
    rate.old === rate.new ? formatRate(rate.old) : `${formatRate(rate.old)} → ${formatRate(rate.new)}`,
    both(seeds.old, seeds.new),
    intervalText({ value: 100 * shift.value, low: points(shift.low), high: points(shift.high) }),
    a12.value.toFixed(2),
    pText(pHolm),
    `${verdict.replace("-", " ")}${newly}`,
  ];
}

function sentences({ optimizers, worse, otherwise, unmatched, alpha, studies }: DiffFacts): readonly string[] {
  const unable = optimizers.filter(({ verdict }) => verdict === "cannot-tell").map(({ label }) => label);
  const k = optimizers.length;
  const verdict =
    worse.length > 0
      ? `Worse than chance explains at the ${percentText(alpha)} level: ${worse.join(", ")}.`
      : optimizers.every((one) => one.verdict === "identical")
        ? "Every seed gave the same figure."
        : "Nothing got worse than chance explains.";
  return [
    verdict,
    ...(unable.length > 0
      ? [
          `Too few seeds to tell: ${unable.join(", ")}. It takes ${fewestSeeds(k, alpha)} a side, or ${fewestPairs(alpha, k)} that both runs share.`,
        ]
      : []),
    ...(otherwise.length > 0 ? [`The runs do not share their settings: ${otherwise.join(", ")}.`] : []),
    ...(unmatched.old.length > 0 ? [`In ${studies.old}, the old one, alone: ${unmatched.old.join(", ")}.`] : []),
    ...(unmatched.new.length > 0 ? [`In ${studies.new}, the new one, alone: ${unmatched.new.join(", ")}.`] : []),
  ];
}

/**
 * Simplification of the best program, step by step, each with what it rests on.
 */
import type { SimplificationRecord } from "../../records/search-records.ts";
import type { Block, CodeBlock, Section, TableBlock, Tone } from "../document.ts";
import { statementsOf } from "./best.ts";
import { type DiscoveryView, provenanceOf } from "./discovery-view.ts";
import { lineDiff } from "./line-diff.ts";
import { blank, cell, column, signed, text } from "./words.ts";

/** Words, a table of the steps, and the changed lines of each; null before simplification. */
export function simplificationSection(view: DiscoveryView): Section | null {
  const steps = view.simplification;
  if (steps.length === 0) return null;
  const start = view.best?.program ?? null;
  const blocks: Block[] = [
    text(
      "Exact: proved by a named identity and checked numerically. Tolerant: differs by less than the stated bound. Empirical: not equal, but measured again on fresh seeds, with the figures beside it.",
    ),
    stepTable(view, start),
    ...steps.flatMap((step, index) =>
      stepBlocks(step, { number: index + 1, before: index === 0 ? start : steps[index - 1]!.program }),
    ),
  ];
  return { id: "simplification", title: "Simplification", blocks };
}

const columns = [
  column("step", "right", 0, "Order of the step."),
  column("rests on", "left", 0, "Whether the step is exact, tolerant or empirical."),
  column("rule", "left", 0, "Name of the rule."),
  column("statements", "right", 1, "Statements after the step, `return` counted."),
  column("before", "right", 2, "Mean score on fresh seeds before an empirical step."),
  column("after", "right", 2, "The same after it."),
  column("change", "right", 1, "Their difference."),
];

function stepTable(view: DiscoveryView, start: string | null): TableBlock {
  return {
    kind: "table",
    id: "simplification",
    title: "Steps",
    columns,
    rows: [
      ...(start === null
        ? []
        : [
            [
              cell("0", 0, "muted"),
              blank,
              cell("as found", "as found", "muted"),
              statements(start),
              blank,
              blank,
              blank,
            ],
          ]),
      ...view.simplification.map((step, index) => {
        const { label, rule, program, before, after } = step;
        return [
          cell(String(index + 1), index + 1, "muted"),
          cell(label, label, toneOf(label)),
          cell(rule, rule),
          statements(program),
          before === null ? blank : cell(before.toFixed(4), before),
          after === null ? blank : cell(after.toFixed(4), after),
          before === null || after === null
            ? blank
            : cell(signed(after - before, 4), after - before, after < before ? "bad" : "plain"),
        ];
      }),
    ],
    caption: "Empirical steps may cost score: what they cost is in the table.",
    provenance: provenanceOf(
      view,
      [freshSeeds(view)],
      "none: figures are means over the seeds; only empirical steps are measured",
    ),
  };
}

/** Seeds that measured the empirical steps: other ones than those of the stage on fresh seeds, but as many. */
function freshSeeds(view: DiscoveryView): number {
  return view.funnel.find(({ stage }) => stage === "fresh-seeds")?.scores.length ?? 0;
}

function statements(program: string) {
  const length = statementsOf(program);
  return cell(String(length), length);
}

function toneOf(label: SimplificationRecord["label"]): Tone {
  switch (label) {
    case "exact":
      return "best";
    case "tolerant":
      return "plain";
    case "empirical":
      return "muted";
  }
}

/** Why the step is allowed, and the lines it changed. */
function stepBlocks(
  { label, rule, reason, program }: SimplificationRecord,
  { number, before }: { readonly number: number; readonly before: string | null },
): readonly Block[] {
  const title = `Step ${number}, ${label}: ${rule}`;
  const change: CodeBlock =
    before === null
      ? { kind: "code", title, language: "python", text: program }
      : { kind: "code", title, language: "diff", text: lineDiff(before, program), open: true };
  return [change, text(reason)];
}

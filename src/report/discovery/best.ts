/**
 * The best program: its text as it was found, its simplified form, and what it is.
 */
import type { Block, Section, TableBlock } from "../document.ts";
import type { BestProgram } from "./best-program.ts";
import type { DiscoveryView } from "./discovery-view.ts";
import { provenanceOf } from "./discovery-view.ts";
import { atStage, blank, cell, column, shareText, text, wholeText } from "./words.ts";

/** Both forms of the best program with their facts; null before the first evaluation. */
export function bestSection(view: DiscoveryView): Section | null {
  const { best } = view;
  if (best === null) return null;
  const simplified = best.simplified;
  const blocks: Block[] = [
    text(originSentence(best)),
    {
      kind: "code",
      title: "As it was found, without what changes nothing",
      language: "python",
      text: best.program,
      open: true,
    },
    ...(simplified === null
      ? [text("It has not been simplified yet.")]
      : [{ kind: "code", title: "Simplified", language: "python", text: simplified.program, open: true } as const]),
    factTable(view, best),
  ];
  return { id: "best", title: "The best program", blocks };
}

const columns = [
  column("form", "left", 0, "As found, or after the steps of simplification."),
  column("family", "left", 0, "Known optimizer that the program equals up to equivalence, by the recogniser."),
  column("statements", "right", 0, "Statements of the program, `return` counted."),
  column("states", "right", 0, "States that are kept from step to step, each as large as the weights."),
  column("state memory", "right", 1, "Bytes of state for each weight in 32-bit numbers; AdamW keeps 8."),
];

function factTable(view: DiscoveryView, best: BestProgram): TableBlock {
  const row = (form: string, program: string, family: string | null) => {
    const states = view.language?.statesOf(program) ?? null;
    const length = statementsOf(program);
    return [
      cell(form, form),
      cell(
        family ?? (view.language === null ? "not looked for" : "none known"),
        family,
        family === null ? "muted" : "plain",
      ),
      cell(String(length), length),
      states === null ? blank : cell(String(states), states),
      states === null ? blank : cell(`${4 * states} B/weight`, 4 * states),
    ];
  };
  const { simplified } = best;
  return {
    kind: "table",
    id: "best",
    title: "What it is",
    columns,
    rows: [
      row("as found", best.program, best.family),
      ...(simplified === null ? [] : [row("simplified", simplified.program, simplified.family)]),
    ],
    caption: "Facts of the texts above; nothing here is measured.",
    provenance: provenanceOf(view, [1], "none: facts of one program"),
  };
}

/** Statements of a program's text: its lines but the head. */
export function statementsOf(program: string): number {
  const lines = program.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("def ")).length;
}

function originSentence({ search, entry, fitness }: BestProgram): string {
  if (search === null || fitness === null) return "It comes from a search that is not among those shown.";
  const place = search.ancestry.at(-1)!.child;
  const evaluation = search.improvements.find(({ identity }) => identity === search.ancestry.at(-1)!.identity);
  const when =
    evaluation === undefined
      ? `child ${wholeText(place)}`
      : `child ${wholeText(place)}, evaluation ${wholeText(evaluation.evaluations)}, ${shareText(evaluation.evaluations / search.evaluations)} into the search's evaluations`;
  const chosen =
    entry === null
      ? "It has the highest fitness of all searches; nothing has been measured on other seeds yet."
      : `It is ${entry.label}, of the finalists the one with the highest mean ${atStage(entry.stage)}.`;
  return `Found by evolution with seed ${search.seed} (${when}; fitness ${fitness.toFixed(4)}). ${chosen}`;
}

/**
 * One document over several runs: what each found, what they share and where they differ, and what holds across workloads.
 */
import type { Cell, Column, ReportDocument, Section, TableBlock, TextBlock, Tone } from "../document.ts";
import { count, formatPercentEstimate, listInWords, nothing } from "../format.ts";
import { bestFigures } from "../measures/best-figures.ts";
import { tableSpread } from "../seed-estimate.ts";
import { studyFacts } from "../study-facts.ts";
import { leadWords } from "../verdict/lead-words.ts";
import { limitWords } from "../verdict/limit-words.ts";
import { optimizerNamed, type RunInput, type RunView, viewRun } from "./runs-view.ts";
import { workloadsSection } from "./workloads.ts";

/** The document of at least two runs. `command`: what made it. */
export function buildRunsReport(inputs: readonly RunInput[], command: string): ReportDocument {
  const runs = inputs.map(viewRun);
  const progress = runs.map(({ view }) => view.progress);
  const sum = (of: (one: (typeof progress)[number]) => number): number =>
    progress.reduce((all, one) => all + of(one), 0);
  const [planned, ended] = [sum((one) => one.planned), sum((one) => one.finished + one.diverged)];
  return {
    schemaVersion: 1,
    subject: "runs",
    title: listInWords(runs.map(({ name }) => name)),
    headline: headlineOf(runs),
    facts: sharedFacts(runs),
    command,
    state: { name: "trials", text: `${planned} in ${count(runs.length, "run")}: ${ended} ended`, planned, ended },
    sections: [
      foundSection(runs, command),
      ...(workloadsSection(runs, command) ?? []),
      differencesSection(runs, command),
      reproduceSection(runs),
    ],
  };
}

/** Who leads where. */
function headlineOf(runs: readonly RunView[]): string {
  const leaders = runs.flatMap(({ name, optimizers: [first] }) =>
    first !== undefined && first.sample.length > 0 ? [{ run: name, leader: first.name }] : [],
  );
  if (leaders.length === 0) return "No run has a result yet.";
  const names = [...new Set(leaders.map(({ leader }) => leader))];
  const led = names.map((name) => ({ name, n: leaders.filter(({ leader }) => leader === name).length }));
  led.sort((a, b) => b.n - a.n);
  const [first, ...others] = led;
  const rest = others.map(({ name, n }) => `${name} in ${n}`);
  const words = `${first!.name} is best on validation in ${first!.n} of ${count(leaders.length, "run")}`;
  return `${words}${rest.length > 0 ? `, ${listInWords(rest)}` : ""}; whether differences are real is said for each.`;
}

/** Facts that all runs have alike. */
function sharedFacts(runs: readonly RunView[]): ReportDocument["facts"] {
  const [first = [], ...others] = runs.map(({ view }) => studyFacts(view));
  return first.filter(({ name, value }) =>
    others.every((facts) => facts.some((fact) => fact.name === name && fact.value === value)),
  );
}

function foundSection(runs: readonly RunView[], command: string): Section {
  return {
    id: "verdict",
    title: "What was found",
    blocks: [...runs.map(foundText), accuracyTable(runs, command)],
  };
}

/** The first sentences of a run's own verdict. */
function foundText({ name, view, optimizers }: RunView): TextBlock {
  const standings = optimizers.map(({ standing }) => standing);
  const [first, next] = leadWords(view, standings);
  const unfinished = limitWords(view, standings).filter(({ text }) => text.startsWith("The study is unfinished"));
  const undecided = standings[1]?.behindLeader?.decision === "too-few" ? ["Its seeds are too few to decide."] : [];
  const words = [first, next, ...undecided, ...unfinished.map(({ text }) => text)].filter((one) => one !== undefined);
  return { kind: "text", tone: "plain", text: `${name}: ${words.join(" ")}` };
}

function accuracyTable(runs: readonly RunView[], command: string): TableBlock {
  const names = [...new Set(runs.flatMap(({ optimizers }) => optimizers.map(({ name }) => name)))];
  const columns: readonly Column[] = [
    { title: "optimizer", align: "left", priority: 0, description: "Label of the optimizer's entry in the studies." },
    ...runs.map(({ name, workload }): Column => {
      return {
        title: name,
        align: "right",
        priority: 0,
        description: `Test accuracy at the best setting: ${workload}.`,
      };
    }),
  ];
  const figures = runs.map((run) => names.map((name) => optimizerNamed(run, name)?.standing ?? null));
  const best = figures.map((standings) =>
    bestFigures(
      standings.map((one) => one?.test?.value ?? null),
      "higher",
    ),
  );
  const seeds = figures.flatMap((standings) => standings.map((one) => one?.test?.n ?? 0));
  return {
    kind: "table",
    id: "runs",
    title: "Test accuracy of each optimizer in each run",
    columns,
    rows: names.map((name, at) => [
      cell(name, name),
      ...runs.map((_, run) => accuracyCell(figures[run]![at] ?? null, best[run]![at] === true)),
    ]),
    caption:
      "Each optimizer at the setting that validation chose in that run, mean over the seeds that did not diverge; the highest of each run is marked, whether or not luck explains it.",
    provenance: {
      command,
      seeds: { fewest: Math.min(...seeds.filter((n) => n > 0), Math.max(...seeds)), most: Math.max(...seeds) },
      interval: tableSpread(seeds, "none: one seed"),
    },
  };
}

function accuracyCell(standing: RunView["optimizers"][number]["standing"] | null, best: boolean): Cell {
  if (standing === null) return cell(nothing, null, "muted");
  const { test, trials } = standing;
  if (test === null)
    return trials.ended > 0 && trials.ended === trials.diverged
      ? cell("diverged", null, "bad")
      : cell("no result yet", null, "muted");
  return cell(formatPercentEstimate(test), test.value, best ? "best" : "plain");
}

/** Facts that differ between runs; where none does, that is said. */
function differencesSection(runs: readonly RunView[], command: string): Section {
  const facts = runs.map(({ view }) => new Map(studyFacts(view).map(({ name, value }) => [name, value])));
  const names = [...new Set(facts.flatMap((one) => [...one.keys()]))];
  const differing = names.filter((name) => new Set(facts.map((one) => one.get(name))).size > 1);
  const blocks =
    differing.length === 0
      ? [text("The runs have the same data, model, training, schedule, seeds and device.")]
      : [differencesTable(runs, { facts, differing, command })];
  return { id: "differences", title: "Where the runs differ", blocks: [...blocks, ...sameWorkloadNote(runs)] };
}

function differencesTable(
  runs: readonly RunView[],
  {
    facts,
    differing,
    command,
  }: {
    readonly facts: readonly ReadonlyMap<string, string>[];
    readonly differing: readonly string[];
    readonly command: string;
  },
): TableBlock {
  return {
    kind: "table",
    id: "differences",
    title: "Facts that are not the same in all",
    columns: [
      { title: "fact", align: "left", priority: 0, description: "What was set." },
      ...runs.map(({ name }): Column => ({ title: name, align: "left", priority: 0, description: `In ${name}.` })),
    ],
    rows: differing.map((name) => [
      cell(name, name),
      ...facts.map((one) => cell(one.get(name) ?? nothing, one.get(name) ?? null)),
    ]),
    caption: "What is not listed is the same in all runs and stands at the head of this report.",
    provenance: { command, seeds: null, interval: "none: settings" },
  };
}

/** Runs of one workload that differ in something else cannot be told apart by tests across runs. */
function sameWorkloadNote(runs: readonly RunView[]): readonly TextBlock[] {
  const shared = runs.filter(({ workload }, at) => runs.findIndex((one) => one.workload === workload) < at);
  if (shared.length === 0) return [];
  return [
    text(
      `Several runs are of one workload (${[...new Set(shared.map(({ workload }) => workload))].join(", ")}): what differs between them is in the table above, and no test is made across them, since a difference could come from any of it.`,
    ),
  ];
}

function reproduceSection(runs: readonly RunView[]): Section {
  return {
    id: "reproduce",
    title: "How to reproduce",
    blocks: runs.map(({ name, view }) => ({ kind: "code", title: name, language: "sh", text: view.command })),
  };
}

function text(sentence: string): TextBlock {
  return { kind: "text", tone: "plain", text: sentence };
}

function cell(shown: string, value: Cell["value"], tone: Tone = "plain"): Cell {
  return { text: shown, value, tone };
}

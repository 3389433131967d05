/**
 * Where a program that a search found comes from, as exports say it: lines for a heading, and the same as data for JSON.
 *
 * The lines are what people read, whatever the target; a file for NumPy that is read back keeps them, and the data with JSON alone.
 */
import type { LineageFacts } from "../json/lineage-form.ts";

/** The lineage of an exported program. */
export type Lineage = { readonly text: readonly string[] } & Partial<LineageFacts>;

/** The word that the first line of a lineage begins with, by which it is found again. */
export const lineageOpening = "Found by the discovery";

/** A lineage from its facts, with its lines; parts that a run lacks are not mentioned. */
export function lineageOf(known: LineageFacts): Lineage {
  const text = [
    foundLine(known),
    ...fitnessLine(known),
    ...ancestryLines(known),
    ...simplificationLine(known),
    ...funnelLines(known),
    ...known.warnings.map((warning) => `Warning: ${warning}`),
    `Run again by: ${known.command}`,
  ];
  return { text: text.map((line) => line.replace(/\s+/g, " ")), ...known };
}

function foundLine({ run, search, form, tuned }: LineageFacts): string {
  const simplified = `${form === "simplified" ? ", simplified" : ""}${tuned ? ", its numbers tuned afterwards" : ""}`;
  if (search === null) return `${lineageOpening} ${run}${simplified}.`;
  const { method, seed, child, evaluation, evaluations } = search;
  const when = evaluation === null ? "" : `, evaluation ${evaluation} of ${evaluations}`;
  return `${lineageOpening} ${run}: ${method} with seed ${seed}, child ${child}${when}${simplified}.`;
}

function fitnessLine({ fitness: { proxy, start, baselines } }: LineageFacts): string[] {
  const others = [
    ...(start === null ? [] : [`the program it started from ${shown(start)}`]),
    ...baselines.map(({ name, fitness }) => `the best of ${name} ${shown(fitness)}`),
  ];
  if (proxy === null) return [];
  return [`Fitness on the search's own tasks ${[shown(proxy), ...others].join("; ")}.`];
}

function ancestryLines({ ancestry: { edits, steps } }: LineageFacts): string[] {
  if (steps.length === 0) return [];
  const told = steps.map(({ child, change, before, after }) => {
    const fitness = before === null ? shown(after) : `${shown(before)} to ${shown(after)}`;
    return `- child ${child}: ${withShortNumbers(change)} (${fitness})`;
  });
  return [
    `Ancestors, with what changed and their fitness, ${edits} ${edits === 1 ? "edit" : "edits"} in all:`,
    ...told,
  ];
}

/** Six digits of each number: the data has them all. */
function withShortNumbers(text: string): string {
  return text.replace(/\d+\.\d{6,}/g, (number) => String(Number(Number(number).toPrecision(6))));
}

/** What each label says of a step. */
const labels = { exact: "exact", tolerant: "up to rounding", empirical: "measured" } as const;

function simplificationLine({ simplification, form }: LineageFacts): string[] {
  if (simplification.length === 0) return [];
  const steps = simplification.map(({ rule, label, before, after }) => {
    const scores = before === null || after === null ? "" : `, ${shown(before)} to ${shown(after)}`;
    return `${rule} (${labels[label]}${scores})`;
  });
  const what = form === "simplified" ? "Simplified" : "Not simplified here; its simplified form is made";
  return [`${what} by ${steps.length} ${steps.length === 1 ? "step" : "steps"}: ${steps.join("; ")}.`];
}

function funnelLines({ funnel }: LineageFacts): string[] {
  const stages = [...new Set(funnel.map(({ stage }) => stage))];
  return stages.map((stage) => {
    const rows = funnel
      .filter((entry) => entry.stage === stage)
      .map(({ program, score: mean, runs, rate, promoted }) => {
        const fate = promoted === null ? "" : promoted ? ", promoted" : ", not promoted";
        return `${program} ${shown(mean)} over ${runs} ${runs === 1 ? "run" : "runs"} at rate x ${Number(rate.toPrecision(3))}${fate}`;
      });
    return `Judged on ${stage}: ${rows.join("; ")}.`;
  });
}

function shown(value: number): string {
  return value.toFixed(4);
}

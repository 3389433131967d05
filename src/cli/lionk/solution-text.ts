/** A solved problem as text for people. */
import { printable } from "../../core/printable.ts";
import { envelopeHeld, theoremHeld } from "../../lionk/promises.ts";
import type { Problem } from "../../lionk/read-problem.ts";
import { plainTable } from "../plain-table.ts";
import { cut, formatCount } from "../progress/text.ts";
import { shaped, termValues } from "./solution-facts.ts";
import type { Solved, SolveOutcome } from "./solve-run.ts";

/** Numbers of a vector that are shown, and rows and columns of a matrix; the rest is left out and said to be. */
const mostNumbers = 16;
const mostRows = 10;

/** One case as a list of facts; several as a table. */
export function solutionText({ problem, outcomes }: Solved, columns: number): string {
  const [first] = outcomes;
  const body = problem.cases.length === 1 ? factLines(first!, problem) : frontLines(outcomes, { problem, columns });
  return `${[...headLines(problem), "", ...body].join("\n")}\n`;
}

function headLines({ name, kind, formula, kFunction, options }: Problem): string[] {
  return [
    printable(name),
    `  f: ${kind}, ${printable(formula)}`,
    `  K: ${kFunction.name}, ${kFunction.formula}`,
    `  x: ${kFunction.effect}; lambda = ${options.lambda}`,
  ];
}

function factLines(outcome: SolveOutcome, problem: Problem): string[] {
  const { solution } = outcome;
  return [
    ...fact("x", xLines(solution.x, problem)),
    ...fact("F", [Number.isFinite(solution.objective) ? digits(solution.objective) : outside(outcome)]),
    ...fact("f", [digits(solution.f)]),
    ...fact("gap", [gapText(outcome)]),
    ...fact("Phase I", [phaseOneText(outcome)]),
    ...fact("certificate", certificateLines([outcome])),
    ...fact("steps", [stepsText(outcome, problem)]),
    ...fact("warning", solution.warning === null ? [] : [solution.warning]),
  ];
}

/** Lines beside a title. */
function fact(title: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `${(i === 0 ? title : "").padEnd(13)}${line}`.trimEnd());
}

function gapText({ solution, solved }: SolveOutcome): string {
  const { gap, bound } = solution;
  if (!Number.isFinite(gap)) return "infinite, as F is";
  const said = isRounding(bound, solution.objective) ? "0 up to rounding" : atMost(bound);
  const about = solved.objective.convex
    ? `F - F* <= ${said}, f being convex`
    : "no bound on F - F*, for f is not known to be convex";
  return `${short(gap)}; ${about}`;
}

/** Whether a bound is as small as the rounding of the sums that it comes from. */
function isRounding(bound: number, objective: number): boolean {
  return bound <= 1e-14 * (1 + Math.abs(objective));
}

function frontLines(
  outcomes: readonly SolveOutcome[],
  { problem, columns }: { readonly problem: Problem; readonly columns: number },
): string[] {
  const numbers = { align: "right" } as const;
  const titles = problem.terms.map(({ kind }, i) => ({ title: `f${i + 1} (${kind})`, ...numbers }));
  const table = plainTable(
    [{ title: "weights" }, ...titles, { title: "F", ...numbers }, { title: "bound", ...numbers }, { title: "x" }],
    outcomes.map(({ solution, solved }) => [
      solved.weights.join("  "),
      ...termValues(solution, problem).map((value) => value.toPrecision(6)),
      Number.isFinite(solution.objective) ? solution.objective.toPrecision(6) : "infinite",
      boundText(solution, solved.objective.convex),
      row([...solution.x], 4),
    ]),
  );
  const lines = table
    .trimEnd()
    .split("\n")
    .map((line) => cut(line, Math.max(40, columns)));
  const steps = outcomes.reduce((sum, { solution }) => sum + solution.steps, 0);
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  const stopped = outcomes.some(({ interrupted }) => interrupted);
  return [
    ...lines,
    "",
    ...fact("certificate", certificateLines(outcomes)),
    ...fact("steps", [`${formatCount(steps)} in ${secondsText(seconds)}`]),
    ...fact("warning", outcomes[0]!.solution.warning === null ? [] : [outcomes[0]!.solution.warning]),
    ...(stopped
      ? [`interrupted in problem ${outcomes.length} of ${problem.cases.length}, whose line is where it stood`]
      : []),
  ];
}

function boundText({ bound, objective }: SolveOutcome["solution"], convex: boolean): string {
  if (!convex || !Number.isFinite(bound)) return "none";
  return isRounding(bound, objective) ? "rounding" : atMost(bound);
}

function xLines(x: Float64Array, problem: Problem): readonly string[] {
  const list = shaped([...x], problem);
  if (typeof list[0] === "number") return [row(list as readonly number[])];
  const rows = (list as readonly (readonly number[])[]).map((values) => row(values));
  return rows.length <= mostRows ? rows : [...rows.slice(0, mostRows), `... ${rows.length} rows`];
}

/** Numbers to so many places, the first of many. */
function row(values: readonly number[], places = 9): string {
  const shown = values.slice(0, values.length <= mostNumbers ? mostNumbers : mostNumbers - 1);
  const rest = values.length > shown.length ? [`... ${formatCount(values.length)} numbers`] : [];
  return [...shown.map((value) => rounded(value, places)), ...rest].join("  ");
}

function outside({ solution }: SolveOutcome): string {
  return `infinite: lambda x lies ${short(solution.distance)} outside the domain of K*`;
}

function phaseOneText({ solution, phaseOneSeconds }: SolveOutcome): string {
  if (solution.phaseOne === null || phaseOneSeconds === null) return "lambda x has not come into the domain of K* yet";
  if (solution.phaseOne === 0) return "none: the start lay in the domain";
  return `lambda x was in the domain after ${formatCount(solution.phaseOne)} steps, ${secondsText(phaseOneSeconds)}`;
}

/** What was checked over all outcomes, and whether it held. */
function certificateLines(outcomes: readonly SolveOutcome[]): string[] {
  const all = outcomes.flatMap(({ solution, solved }) =>
    solution.certificate === null ? [] : [{ ...solution, certificate: solution.certificate, f: solved.objective }],
  );
  const steps = formatCount(all.reduce((sum, one) => sum + one.steps, 0));
  const worst = Math.max(...all.map(({ certificate }) => certificate.envelope));
  const envelope = all.every(({ certificate }) => envelopeHeld(certificate))
    ? `held at all ${steps} steps`
    : `BROKEN, by ${short(worst)}`;
  const checked = all.filter(({ certificate }) => certificate.theorem !== null);
  return [
    `Phase I envelope: ${envelope}`,
    `discrete theorem: ${checked.length === 0 ? whyUnchecked(all) : theoremText(checked)}`,
  ];
}

interface Certified extends Omit<SolveOutcome["solution"], "certificate" | "f"> {
  readonly certificate: NonNullable<SolveOutcome["solution"]["certificate"]>;
  readonly f: SolveOutcome["solved"]["objective"];
}

function theoremText(checked: readonly Certified[]): string {
  const steps = checked.reduce((sum, { certificate }) => sum + certificate.checkedSteps, 0);
  const curvatures = [...new Set(checked.map(({ f }) => atMost(f.curvature!)))];
  const known = curvatures.length === 1 ? `; curvature of f <= ${curvatures[0]}` : "";
  const where = `of the ${formatCount(steps)} steps begun in the domain, at its own size${known}`;
  if (checked.every(({ certificate }) => theoremHeld(certificate))) return `held at each ${where}`;
  const worst = Math.max(...checked.map(({ certificate }) => certificate.theorem!));
  return `BROKEN, by ${short(worst)}; checked at each ${where}`;
}

function whyUnchecked([first]: readonly Certified[]): string {
  if (first?.f.curvature === null) return "not checked: no bound on the curvature of f is known";
  return first?.warning === null ? "not checked: no step began in the domain" : "not checked: beta1 is above beta2";
}

function stepsText({ solution, seconds, interrupted }: SolveOutcome, { options }: Problem): string {
  const { steps } = solution;
  const took = `in ${secondsText(seconds)}`;
  const all = formatCount(options.steps);
  if (interrupted) return `${formatCount(steps)} of ${all} ${took}; interrupted: this is where it stood`;
  const early = `; ended early, gap / lambda being at most the tolerance, ${options.tolerance}`;
  return `${formatCount(steps)} ${took}${steps < options.steps ? early : ""}`;
}

function secondsText(seconds: number): string {
  if (seconds < 0.1) return `${Math.max(1, Math.round(1000 * seconds))} ms`;
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}

/** Ten digits, without zeros behind. */
function digits(value: number): string {
  return String(Number(value.toPrecision(10)));
}

/** To so many places behind the point, so that what is 0 up to rounding is 0. */
function rounded(value: number, places: number): string {
  return String(Number(value.toFixed(places)) + 0);
}

/** A few digits, for errors: two where they are very small or large, else four. */
function short(value: number): string {
  return isExtreme(value) ? value.toExponential(1) : String(Number(value.toPrecision(4)));
}

/** A bound in as few digits, rounded up so that it stays one. */
function atMost(value: number): string {
  if (!(value > 0)) return short(value);
  const last = Math.floor(Math.log10(value)) - (isExtreme(value) ? 1 : 3);
  return Number(short(value)) >= value ? short(value) : short(value + 10 ** last);
}

function isExtreme(value: number): boolean {
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4);
}

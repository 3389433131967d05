/**
 * Simplifies a program further than identities allow: a change is kept where the measured score does not fall too far.
 *
 *   exact and tolerant steps → the rules that say "empirical" → single functions left out → constants rounded → names
 *
 * The bar is fixed at the start, the first program's mean score less the margin, so that small losses cannot add up. Exact
 * and tolerant steps follow every change that was kept; they are not measured.
 */
import type { Program } from "../ast.ts";
import { type CallValue, type Flow, type FlowValue, numberValue } from "./flow.ts";
import { rebuild, replaceValue } from "./flow-edit.ts";
import { typeOf } from "./flow-facts.ts";
import { programOfFlow, textOfFlow } from "./flow-program.ts";
import { operandsOf } from "./match.ts";
import { rewriteRules } from "./rules/index.ts";
import { namesAndOrder } from "./rules/names.ts";
import { addStep, applyRules, createSteps, type SimplifyStep, type Steps } from "./simplify.ts";

/** What measuring a program gave. */
export interface MeasuredScore {
  readonly mean: number;
  readonly scores: readonly number[];
}

/** How `simplifyByScore` works. */
export interface ScoreOptions {
  /** Measures a program; the same seeds for every program, so that differences are the program's. */
  evaluate(program: Program): Promise<MeasuredScore>;
  /** How far the mean score may fall below that of the first program. */
  readonly margin: number;
  /** Programs to measure at most, the first one counted; default: 80. */
  readonly maxEvaluations?: number;
  /** Whether to round constants as a last phase; default: true. */
  readonly roundConstants?: boolean;
}

/** What `simplifyByScore` found. */
export interface ScoredSimplification {
  readonly steps: readonly SimplifyStep[];
  /** Canonical text of the last program. */
  readonly text: string;
  readonly first: MeasuredScore;
  readonly last: MeasuredScore;
  readonly evaluations: number;
}

/** A change that is no identity. */
interface Candidate {
  readonly rule: string;
  readonly what: string;
  readonly flow: Flow;
}

const identities = rewriteRules.filter(({ label }) => label !== "empirical");
const exact = identities.filter(({ label }) => label === "exact");
const guesses = rewriteRules.filter(({ label }) => label === "empirical");

/** Simplifies a valid program of the paper's form. Errors: `not-simplifiable`, `too-large`, and those of `evaluate`. */
export async function simplifyByScore(program: Program, options: ScoreOptions): Promise<ScoredSimplification> {
  const { maxEvaluations = 80, roundConstants = true } = options;
  const begun = createSteps(program);
  const first = await options.evaluate(program);
  const search: Search = { steps: begun, options, first, last: first, evaluations: 1, tried: new Set() };
  applyIdentities(search.steps);
  for (const phase of [ruleCandidates, simplerCandidates, ...(roundConstants ? [roundedCandidates] : [])]) {
    while (search.evaluations < maxEvaluations && (await takeOne(search, phase, maxEvaluations))) {
      applyIdentities(search.steps);
    }
  }
  applyRules(search.steps, [namesAndOrder]);
  const { steps, last, evaluations } = search;
  return { steps: steps.steps, text: textOfFlow(steps.flow), first, last, evaluations };
}

interface Search {
  readonly steps: Steps;
  readonly options: ScoreOptions;
  readonly first: MeasuredScore;
  last: MeasuredScore;
  evaluations: number;
  readonly tried: Set<string>;
}

function applyIdentities(steps: Steps): void {
  applyRules(steps, exact);
  applyRules(steps, identities);
}

/** Measures candidates until one holds the bar, and takes it. */
async function takeOne(
  search: Search,
  phase: (flow: Flow) => Iterable<Candidate>,
  maxEvaluations: number,
): Promise<boolean> {
  const { steps, options, first, tried } = search;
  for (const { rule, what, flow } of phase(steps.flow)) {
    const text = textOfFlow(flow);
    if (tried.has(text)) continue;
    if (search.evaluations >= maxEvaluations) return false;
    tried.add(text);
    search.evaluations += 1;
    const score = await options.evaluate(programOfFlow(flow));
    if (!(score.mean >= first.mean - options.margin)) continue;
    const measured = { before: search.last.mean, after: score.mean };
    const figures = `mean score ${figure(measured.before)} before, ${figure(measured.after)} after`;
    const reason = `${what}: no identity, but measured: ${figures}; ${figure(options.margin)} less than at first is allowed.`;
    addStep(steps, { rule: { name: rule, label: "empirical" }, reason, flow, measured });
    search.last = score;
    return true;
  }
  return false;
}

function* ruleCandidates(flow: Flow): Iterable<Candidate> {
  for (const rule of guesses) {
    for (const rewrite of rule.apply(flow)) {
      yield { rule: rule.name, what: rule.identity, flow: rewrite.flow };
    }
  }
}

/** Every call in turn replaced by one of its operands of the same type, the last statements first. */
function* simplerCandidates(flow: Flow): Iterable<Candidate> {
  for (const call of [...flow.order].reverse()) {
    for (const operand of call.args) {
      if (typeOf(operand) !== typeOf(call) || operand.kind === "number" || isMerelyInput(flow, call, operand)) continue;
      const what = `${call.fn} left out${call.name === null ? "" : ` of ${call.name}`}`;
      yield { rule: "drop function", what, flow: replaceValue(flow, call, operand) };
    }
  }
}

/** An update that is the weights alone, or a state that never changes, is no simpler program but another one. */
function isMerelyInput(flow: Flow, call: CallValue, operand: FlowValue): boolean {
  if (operand.kind !== "input") return false;
  return call === flow.update || flow.states.some((state) => state.after === call && operand === state.before);
}

/** Every constant in turn with fewer digits: a share of an average keeps two digits of its distance from 1. */
function* roundedCandidates(flow: Flow): Iterable<Candidate> {
  for (const call of flow.order) {
    for (const [place, arg] of call.args.entries()) {
      if (arg.kind !== "number") continue;
      const isShare = place === 2 && operandsOf(call, "interp") !== undefined;
      const rounded = isShare ? 1 - Number((1 - arg.value).toPrecision(1)) : Number(arg.value.toPrecision(1));
      const value = Number(rounded.toPrecision(12));
      if (value === arg.value || !Number.isFinite(value)) continue;
      const args = call.args.map((other, i) => (i === place ? numberValue(value) : other));
      const replacement = { ...call, args };
      yield {
        rule: "round constant",
        what: `${figure(arg.value)} as ${value}`,
        flow: rebuild(flow, new Map([[call, replacement]])),
      };
    }
  }
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

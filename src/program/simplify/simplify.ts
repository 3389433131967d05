/**
 * Simplifies a program by the rules of the table, one labelled step after another.
 *
 *   exact rules as long as one applies → one tolerant step → exact rules again → … → empirical steps, where asked → names
 *
 * Steps of one rule in a row are one step. Every rule shrinks the program or moves it toward one form; should they not end
 * within `maxSteps`, the steps so far are the result, each of them valid.
 */
import type { Program } from "../ast.ts";
import { printProgram } from "../print.ts";
import { type Flow, flowOf } from "./flow.ts";
import { textOfFlow } from "./flow-program.ts";
import { fullReason, type SimplifyRule, type StepLabel } from "./rule.ts";
import { rewriteRules } from "./rules/index.ts";
import { namesAndOrder } from "./rules/names.ts";

/** One step. */
export interface SimplifyStep {
  /** Name of the rule. */
  readonly rule: string;
  readonly label: StepLabel;
  /** One sentence: why the step is allowed, with its bound or figure. */
  readonly reason: string;
  /** Canonical text of the whole program before and after. */
  readonly before: string;
  readonly after: string;
  /** Places at which the rule was applied. */
  readonly places: number;
  /** Of an empirical step that was measured: mean score before and after. */
  readonly measured: { readonly before: number; readonly after: number } | null;
}

/** What `simplify` may do. */
export interface SimplifyOptions {
  /** Labels of the rules to apply; default: exact and tolerant. Empirical steps are not measured here and say so. */
  readonly labels?: readonly StepLabel[];
  /** Whether the last step gives names and order as papers print them; default: true. */
  readonly tidy?: boolean;
}

/** Applications after which simplifying stops; far above what programs of the search need. */
const maxSteps = 400;

/**
 * The steps from `program` to its simplest form. Empty where no rule applies.
 * `program`: valid, of the paper's form. Errors: `not-simplifiable` for another dialect.
 */
export function simplify(program: Program, options: SimplifyOptions = {}): SimplifyStep[] {
  const { labels = ["exact", "tolerant"], tidy = true } = options;
  const steps = createSteps(program);
  for (const label of labels) {
    const allowed = labels.slice(0, labels.indexOf(label) + 1);
    applyRules(
      steps,
      rewriteRules.filter((rule) => allowed.includes(rule.label)),
    );
  }
  if (tidy) applyRules(steps, [namesAndOrder]);
  return steps.steps;
}

/** The last text of some steps, or the program's own. */
export function simplestText(program: Program, steps: readonly SimplifyStep[]): string {
  return steps.at(-1)?.after ?? printProgram(program);
}

/** Steps under way. */
export interface Steps {
  flow: Flow;
  readonly steps: SimplifyStep[];
  applied: number;
}

/** Starts with the program as it is; aliases and helpers, which a flow does not have, are a first step. */
export function createSteps(program: Program): Steps {
  const flow = flowOf(program);
  const [before, after] = [printProgram(program), textOfFlow(flow)];
  const spelledOut: SimplifyStep = {
    rule: "spell out",
    label: "exact",
    reason: "A name for another value and a call of a helper stand for what they mean.",
    before,
    after,
    places: 1,
    measured: null,
  };
  return { flow, steps: before === after ? [] : [spelledOut], applied: 0 };
}

/** Applies rules, always the first that applies anywhere, until none does. */
export function applyRules(steps: Steps, rules: readonly SimplifyRule[]): void {
  while (steps.applied < maxSteps) {
    const found = firstRewrite(steps.flow, rules);
    if (found === undefined) return;
    steps.applied += 1;
    addStep(steps, { ...found, measured: null });
  }
}

interface Found {
  readonly rule: SimplifyRule;
  readonly reason: string;
  readonly flow: Flow;
}

/** A step to add. */
export interface NewStep {
  readonly rule: { readonly name: string; readonly label: StepLabel };
  readonly reason: string;
  readonly flow: Flow;
  readonly measured: SimplifyStep["measured"];
}

function firstRewrite(flow: Flow, rules: readonly SimplifyRule[]): Found | undefined {
  for (const rule of rules) {
    for (const rewrite of rule.apply(flow)) {
      return { rule, reason: fullReason(rule, rewrite.reason), flow: rewrite.flow };
    }
  }
  return undefined;
}

/** Adds a step; it joins the one before where that has the same rule and reason. */
export function addStep(steps: Steps, { rule, reason, flow, measured }: NewStep): void {
  const last = steps.steps.at(-1);
  const before = textOfFlow(steps.flow);
  const after = textOfFlow(flow);
  steps.flow = flow;
  const merged = measured === null && last !== undefined && last.rule === rule.name && last.reason === reason;
  if (merged) steps.steps.pop();
  steps.steps.push({
    rule: rule.name,
    label: rule.label,
    reason,
    before: merged ? last.before : before,
    after,
    places: merged ? last.places + 1 : 1,
    measured,
  });
}

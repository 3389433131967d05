/**
 * The contract of a rule of the simplifier: a name, an identity, a condition, and all places where it applies.
 *
 * Laws, checked for every rule by `rules.test.ts`: an *exact* rule gives the same updates to rounding wherever the
 * program before it is defined (a domain may grow: `sign(arcsin(x))` has no value beyond 1, `sign(x)` has one); a
 * *tolerant* rule stays below its stated bound on its whole stated domain, and at 0; an *empirical* rule is no identity at
 * all and says so. A step prints the domain of its rule and what happens elsewhere. Every rule makes a program smaller, or moves it toward one fixed form, so that applying them ends.
 */
import type { CallValue, Flow, FlowValue } from "./flow.ts";
import { replaceValue } from "./flow-edit.ts";

/** On what a step rests: a named identity; a difference below a stated bound; a measurement. */
export type StepLabel = "exact" | "tolerant" | "empirical";

/** Where the bound of a rule holds, for one operand x that both sides share; the others are of ordinary size. */
export interface RuleDomain {
  /** For people: `1e-6 <= |x|`. */
  readonly text: string;
  /** Whether x lies in it. */
  holds(x: number): boolean;
  /** The largest relative difference of both sides there, besides rounding. */
  difference(x: number): number;
  /** One sentence: what happens outside, at 0 above all; null where the bound holds everywhere. */
  readonly elsewhere: string | null;
}

/** One place where a rule applies. */
export interface Rewrite {
  /** What is special about this place, as a sentence; absent where the rule's reason says all. */
  readonly reason?: string;
  /** The flow with this one place rewritten. */
  readonly flow: Flow;
}

/** A rule. */
export interface SimplifyRule {
  readonly name: string;
  readonly label: StepLabel;
  /** The identity as a formula. */
  readonly identity: string;
  /** When it holds; for people. */
  readonly condition: string;
  /** By how much both sides may differ: null for exact rules. */
  readonly bound: string | null;
  /** Where the bound holds. Every tolerant rule has one; so have empirical rules that are close for some operands. */
  readonly domain?: RuleDomain;
  /** One sentence: why the step is allowed. */
  readonly reason: string;
  /** Bodies of programs (w, g, m, v, lr) where the rule applies. */
  readonly samples: readonly string[];
  /** All places where it applies; made one by one, as they are asked for. */
  apply(flow: Flow): Iterable<Rewrite>;
}

/** Why a step is allowed, with the bound and the domain of its rule: what is shown beside the step. */
export function fullReason(rule: SimplifyRule, reason: string = rule.reason): string {
  const { domain, bound } = rule;
  if (domain === undefined) return reason;
  const elsewhere = domain.elsewhere === null ? "" : ` ${domain.elsewhere}`;
  return `${reason} Holds for ${domain.text}: ${bound}.${elsewhere}`;
}

/** What a rule that replaces one call says. `rewrite`: the replacement, or undefined where the rule does not apply. */
export interface LocalRule extends Omit<SimplifyRule, "apply"> {
  rewrite(call: CallValue, flow: Flow): FlowValue | undefined;
}

/** A rule that replaces one call by a value that means the same. */
export function localRule({ rewrite, ...facts }: LocalRule): SimplifyRule {
  return {
    ...facts,
    *apply(flow) {
      for (const call of flow.order) {
        const replacement = rewrite(call, flow);
        if (replacement !== undefined) yield { flow: replaceValue(flow, call, replacement) };
      }
    },
  };
}

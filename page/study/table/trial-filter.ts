/**
 * What is written into the box above the table: words that occur in a trial, and conditions on its settings and figures.
 *
 *   lion lr>1e-3 beta2=0.99 state!=diverged validation>=90%
 *
 * All of them must hold. A name is that of a field or a hyperparameter; a text is compared by whether it occurs, a number as it is shown.
 */
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { formatRate } from "../../../src/report/format.ts";
import { commonFields, type FieldValue, hyperparameterField, hyperparameterNames } from "../fields.ts";
import { hyperparameterText, trialStateWords } from "../trial-text.ts";

/** A filter that is understood as far as it goes. */
export interface TrialFilter {
  /** It lets everything through. */
  readonly isEmpty: boolean;
  readonly accepts: (row: TrialRow) => boolean;
  /** What of it was not understood, in a sentence; empty: nothing. */
  readonly fault: string;
}

type Condition = (row: TrialRow) => boolean;

/** A name, how it is compared, and with what. */
const condition = /^([^=<>!~]+)(>=|<=|!=|=|<|>)(.*)$/;

/** Other names of fields. */
const aliases: { readonly [name: string]: keyof typeof commonFields | undefined } = {
  label: "optimizer",
  rate: "lr",
  val: "validation",
  accuracy: "validation",
};

/** The filter of a text for trials such as these. */
export function readFilter(text: string, rows: readonly TrialRow[]): TrialFilter {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length === 0) return { isEmpty: true, accepts: () => true, fault: "" };
  const names = new Map(hyperparameterNames(rows).map((name) => [name.toLowerCase(), name]));
  const faults: string[] = [];
  const conditions = words.map((word): Condition => {
    const [, name = "", operator = "", wanted = ""] = condition.exec(word) ?? [];
    if (operator === "") return occurs(word.toLowerCase());
    const value = valueNamed(name.toLowerCase(), names);
    if (value === null) faults.push(`No trial has a setting or figure "${name}".`);
    else if (wanted === "") faults.push(`"${word}" has nothing to compare with yet.`);
    return value === null ? () => false : wanted === "" ? () => true : compares(value, operator, wanted);
  });
  return { isEmpty: false, accepts: (row) => conditions.every((holds) => holds(row)), fault: faults.join(" ") };
}

function valueNamed(
  name: string,
  hyperparameters: ReadonlyMap<string, string>,
): ((row: TrialRow) => FieldValue) | null {
  const own = hyperparameters.get(name);
  if (own !== undefined) return hyperparameterField(own).value;
  const common = aliases[name] ?? name;
  return Object.hasOwn(commonFields, common) ? commonFields[common as keyof typeof commonFields].value : null;
}

function occurs(word: string): Condition {
  return (row) => textOf(row).includes(word);
}

function compares(value: (row: TrialRow) => FieldValue, operator: string, wanted: string): Condition {
  const text = wanted.toLowerCase();
  const number = wanted.endsWith("%") ? Number(wanted.slice(0, -1)) / 100 : Number(wanted);
  const equals = (own: FieldValue): boolean =>
    typeof own === "number" ? sameNumber(own, number) : own !== null && String(own).toLowerCase().includes(text);
  if (operator === "=") return (row) => equals(value(row));
  if (operator === "!=") return (row) => !equals(value(row));
  const order = orders[operator]!;
  return (row) => {
    const own = value(row);
    return typeof own === "number" && order(own, number);
  };
}

const orders: { readonly [operator: string]: ((a: number, b: number) => boolean) | undefined } = {
  "<": (a, b) => a < b && !sameNumber(a, b),
  ">": (a, b) => a > b && !sameNumber(a, b),
  "<=": (a, b) => a <= b || sameNumber(a, b),
  ">=": (a, b) => a >= b || sameNumber(a, b),
};

/** Whether two numbers are shown alike. */
function sameNumber(a: number, b: number): boolean {
  if (a === b) return true;
  return Math.abs(a - b) < 0.01 * Math.abs(a) && formatRate(a) === formatRate(b);
}

const texts = new WeakMap<TrialRow, string>();

/** What words are looked for in. */
function textOf(row: TrialRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const { label, optimizer, lr, seed, phase, state } = row;
  const text =
    `${label} ${optimizer} lr=${formatRate(lr)} seed=${seed} ${hyperparameterText(row)} ${phase} ${trialStateWords[state]}`.toLowerCase();
  texts.set(row, text);
  return text;
}

/** Families and their numbers as people read them. */
import type { Family, FamilyMatch } from "./family.ts";
import type { UpdateView } from "./update-view.ts";

/** What is told about a match. */
export interface FamilyFacts {
  readonly parameters: { readonly [name: string]: number };
  readonly match: FamilyMatch;
  readonly view: UpdateView;
}

/** `Lion with β1 = 0.91, β2 = 0.986, weight decay 0.46, rate 2.2e-4`. */
export function describeFamily(family: Family, { parameters, match, view }: FamilyFacts): string {
  const { rate, decay, corrected, start, ...own } = parameters;
  const numbers = Object.entries(own).map(([name, value]) => `${symbols[name] ?? name} = ${share(value)}`);
  if (start !== undefined && start !== 0) numbers.push(`start ${short(start)}`);
  if (decay !== undefined && decay !== 0) numbers.push(`weight decay ${short(decay)}`);
  if (rate !== undefined && !(view.scheduled && rate === 1))
    numbers.push(`rate ${short(rate)}${view.scheduled ? "" : " without schedule"}`);
  const notes = [
    ...(corrected === 0 ? ["without bias correction"] : []),
    ...(view.decay.kind === "other" ? ["with a weight decay of another form"] : []),
    ...(match.gradient === "g" ? [] : [`with ${match.gradient} for the gradient`]),
  ];
  const title = family.name === "adam" && decay !== undefined && decay !== 0 ? "AdamW" : family.title;
  return [numbers.length === 0 ? title : `${title} with ${numbers.join(", ")}`, ...notes].join(", ");
}

const symbols: { readonly [name: string]: string } = {
  beta: "β",
  beta1: "β1",
  beta2: "β2",
  rho: "ρ",
  momentum: "momentum",
};

/** A share near 1 with enough digits to tell its distance from 1 to three of them: 0.9, 0.986, 0.99822. */
export function share(value: number): string {
  const distance = Math.abs(1 - value);
  const decimals = distance > 0 && distance < 1 ? Math.min(12, Math.ceil(-Math.log10(distance)) + 2) : 2;
  return String(Number(value.toFixed(Math.max(2, decimals))));
}

/** Two significant digits; small numbers as powers of ten: 0.46, 2.2e-4. */
export function short(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return Math.abs(rounded) < 1e-3 && rounded !== 0 ? rounded.toExponential().replace("e+", "e") : String(rounded);
}

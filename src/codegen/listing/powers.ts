/** What loses its digits where numbers of the step are of float32, found in expressions. */
import { type CodeCall, type CodeExpression, varies } from "./expression.ts";
import type { Listing } from "./listing.ts";

/**
 * Base and exponent of `1 - base ** exponent`, as a bias correction has it: the base a number or hyperparameter from 0 to below 1 (as it is or by
 * default), the exponent another one at each step; the power may have a name. Null for all else.
 */
export function powerTakenFromOne(
  { op, args }: CodeCall,
  listing: Listing,
): readonly [CodeExpression, CodeExpression] | null {
  const [one, subtracted] = args;
  if (op !== "sub" || one!.kind !== "number" || one!.value !== 1) return null;
  const power = meaningOf(subtracted!, listing);
  if (power.kind !== "call" || power.op !== "pow" || power.type !== "host") return null;
  const [base, exponent] = power.args as [CodeExpression, CodeExpression];
  const share = shareOf(base, listing);
  return share !== null && varies(exponent) ? [base, exponent] : null;
}

/** What a number of the step stands for, where its name has one meaning and what it is made of as well. */
function meaningOf(expression: CodeExpression, { passes }: Listing): CodeExpression {
  if (expression.kind !== "name" || expression.of !== "local") return expression;
  const host = passes.flatMap((pass) => pass.host);
  const [found, ...others] = host.filter(({ name }) => name === expression.name);
  const fixed = found?.value.kind === "call" && found.value.args.every((arg) => !isLocal(arg));
  return fixed && others.length === 0 ? found.value : expression;
}

function isLocal(expression: CodeExpression): boolean {
  return expression.kind === "call"
    ? expression.args.some(isLocal)
    : expression.kind === "name" && expression.of === "local";
}

function shareOf(base: CodeExpression, { hyperparameters }: Listing): number | null {
  const value =
    base.kind === "name"
      ? hyperparameters.find(({ name }) => name === base.name)?.default
      : base.kind === "number" && base.value;
  return typeof value === "number" && value >= 0 && value < 1 ? value : null;
}

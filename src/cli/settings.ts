/**
 * Hyperparameters given on the command line: `--set beta1=0.95 --set nesterov=true`.
 */
import { decimalOf } from "../core/decimal.ts";
import { LabError } from "../core/errors.ts";
import { pairsOf } from "./options.ts";

/** Values by name. Errors: `bad-set` for a value that is neither a number nor true or false. */
export function parseSettings(texts: readonly string[]): { readonly [name: string]: number | boolean } {
  return Object.fromEntries(Object.entries(pairsOf(texts)).map(([name, text]) => [name, settingOf(name, text)]));
}

function settingOf(name: string, text: string): number | boolean {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  const value = decimalOf(text.trim());
  if (value === null) {
    throw new LabError("bad-set", `--set ${name} needs a finite number, true or false, but "${text}" was given.`, {
      name,
      text,
    });
  }
  return value;
}

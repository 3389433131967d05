/**
 * Hyperparameters given on the command line: `--set beta1=0.95 --set nesterov=true`.
 */
import { decimalOf } from "../core/decimal.ts";
import { LabError } from "../core/errors.ts";
import { isUnkeepable } from "../core/plain-keys.ts";
import { pairsOf } from "./options.ts";

/** Values by name. Errors: `bad-set` for the name `__proto__`, and for a value that is neither a number nor true or false. */
export function parseSettings(texts: readonly string[]): { readonly [name: string]: number | boolean } {
  const pairs = Object.entries(pairsOf(texts));
  const [unkeepable] = pairs.find(([name]) => isUnkeepable(name)) ?? [];
  if (unkeepable !== undefined) {
    const sentence = `--set ${unkeepable}: "${unkeepable}" is no name that a hyperparameter can have; give it another in the program.`;
    throw new LabError("bad-set", sentence, { name: unkeepable });
  }
  return Object.fromEntries(pairs.map(([name, text]) => [name, settingOf(name, text)]));
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

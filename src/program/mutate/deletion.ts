/**
 * Which statements can go: the one kind of edit that may leave a valid genome invalid.
 */
import type { Genome } from "../genome.ts";

/**
 * Whether a valid genome is valid without its statement number `at`: its target has a value before, or is not read after.
 * Law: the same as `checkGenome(applyEdit(genome, { kind: "delete", at })) === null`.
 */
export function mayDelete(genome: Genome, at: number): boolean {
  const { target } = genome.body[at]!;
  return hasValueBefore(genome, at, target) || !isReadAfter(genome, at, target);
}

function hasValueBefore({ inputs, body }: Genome, at: number, name: string): boolean {
  for (let earlier = at - 1; earlier >= 0; earlier--) if (body[earlier]!.target === name) return true;
  return inputs.includes(name);
}

function isReadAfter({ body, outputs }: Genome, at: number, name: string): boolean {
  for (let later = at + 1; later < body.length; later++) {
    const { target, args } = body[later]!;
    if (args.includes(name)) return true;
    if (target === name) return false;
  }
  return outputs.includes(name);
}

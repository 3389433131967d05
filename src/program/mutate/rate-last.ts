/**
 * Programs whose rate is the last factor of their update, u = rate · d(w, g, states), and stays that.
 *
 * A program that may read the rate anywhere bends the schedule it is trained with (the root of the rate decays later, its sign
 * not at all): that pays on a proxy of one schedule and carries over to no other. Here mutation works on d alone; of the
 * statements that apply the rate, the *tail*, only numbers change.
 */
import { LabError } from "../../core/errors.ts";
import { paperInputs } from "../ast.ts";
import type { Genome, Operand } from "../genome.ts";
import type { CompleteOptions } from "./mutation.ts";

/** Name of the rate among the inputs of a valid genome. */
export function rateOf({ inputs }: Genome): string {
  return paperInputs(inputs)!.rate;
}

/** How many statements, the first ones, may be changed in any way: all, or those before the tail. */
export function changeableLength(genome: Genome, { rate }: Pick<CompleteOptions, "rate">): number {
  return rate === "any" ? genome.body.length : tailStart(genome);
}

/** Does nothing where the rate is the last factor of a valid genome's update. Errors: `rate-not-last`. */
export function requireRateLast(genome: Genome): void {
  const rated = new Set<Operand>([rateOf(genome)]);
  for (const { target, fn, args } of genome.body.slice(tailStart(genome))) {
    const [first, second] = args.map((arg) => rated.has(arg));
    const isFactor = (fn.name === "*" && first !== second) || (fn.name === "/" && first && !second);
    if (!isFactor) throw notLast(`${target} = ${fn.name}(${args.join(", ")})`);
    rated.add(target);
  }
  const [update, ...states] = genome.outputs;
  if (!rated.has(update!)) throw notLast(`return ${genome.outputs.join(", ")}`);
  const bent = states.find((state) => rated.has(state));
  if (bent !== undefined) throw notLast(`return ${genome.outputs.join(", ")}`);
}

/** Number of the first statement that reads the rate. */
function tailStart(genome: Genome): number {
  const rate = rateOf(genome);
  const first = genome.body.findIndex(({ args }) => args.includes(rate));
  return first < 0 ? genome.body.length : first;
}

function notLast(statement: string): LabError {
  return new LabError(
    "rate-not-last",
    `Cannot keep the rate as the last factor of a program that uses it otherwise, in "${statement}": let its last statements multiply the update by the rate and do nothing else, as in "lr = lr * 0.01" and "update = update * lr".`,
    { statement },
  );
}

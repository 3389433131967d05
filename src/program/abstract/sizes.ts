/**
 * The domain of samples: what the values of a genome are on gradients that are made up, and so how large they are.
 *
 * One tensor of a few weights that stand still, the rate at 1, and gradients of a steady part under ten times as much noise,
 * as small batches give them:
 *   g_t = s (0.1 μ + 0.99 n_t),  μ, n_t ~ N(0, 1)
 */
import { createRng } from "../../core/rng.ts";
import type { Genome } from "../genome.ts";
import { hostFunction } from "../host.ts";
import { binaryOps, type ProgramBinary, type ProgramOps, type ProgramUnary, unaryOps } from "../program-ops.ts";
import { type Domain, interpretAbstractly } from "./interpret.ts";

const weights = 8;
const steps = 60;
/** The steps before are left to the averages. */
const firstMeasured = 30;
/** Standard deviation of the weights and of each gradient. */
const scales = { weight: 0.2, gradient: 0.1 };
const steadyShare = 0.1;

/**
 * Root mean square of what `name` holds just before the statement numbered `at` of a valid genome, over all elements and the
 * later half of 60 steps; not finite where a value is not.
 */
export function sizeBefore(genome: Genome, at: number, name: string): number {
  const statement = lastAssignment(genome, at, name);
  const place = statement === null ? genome.inputs.indexOf(name) : null;
  let states: readonly Sample[] = genome.outputs.slice(1).map(() => filled(0));
  let sum = 0;
  let count = 0;
  for (let step = 1; step <= steps; step++) {
    let seen: Sample = [];
    const given = [startingWeights, gradients[step - 1]!, ...states, [1], [step]];
    const domain: Domain<Sample> = {
      ...sampleDomain,
      input: (at) => {
        if (at === place) seen = given[at]!;
        return given[at]!;
      },
      call: (fn, args, at) => {
        const value = fn.body!(sampleOps, args);
        if (at === statement) seen = value;
        return value;
      },
    };
    const [, ...next] = interpretAbstractly(genome, domain);
    states = next.map((state) => (state.length === 1 ? filled(state[0]!) : state));
    if (step <= firstMeasured) continue;
    for (const value of seen) sum += value * value;
    count += seen.length;
  }
  return Math.sqrt(sum / count);
}

/** One number, or one for each weight. */
type Sample = readonly number[];

function lastAssignment({ body }: Genome, before: number, name: string): number | null {
  for (let at = before - 1; at >= 0; at--) if (body[at]!.target === name) return at;
  return null;
}

function filled(value: number): Sample {
  return new Array<number>(weights).fill(value);
}

function drawn(what: string): Sample {
  const rng = createRng(0, "sizes", what);
  return Array.from({ length: weights }, () => rng.normal());
}

const startingWeights = drawn("weights").map((x) => scales.weight * x);
const steadyGradient = drawn("steady gradient");
const noiseShare = Math.sqrt(1 - steadyShare ** 2);
const gradients = Array.from({ length: steps }, (_, step) => {
  const noise = drawn(`noise of step ${step}`);
  return steadyGradient.map((mean, i) => scales.gradient * (steadyShare * mean + noiseShare * noise[i]!));
});

const sampleDomain: Pick<Domain<Sample>, "literal" | "unknown"> = {
  literal: (value) => [value],
  unknown: () => [Number.NaN],
};

type ElementwiseOps = Pick<ProgramOps<Sample>, ProgramUnary | ProgramBinary>;

function elementwise(op: string): (a: Sample, b?: Sample) => Sample {
  const compute = hostFunction(op);
  return (a, b = a) => {
    const values = new Array<number>(Math.max(a.length, b.length));
    for (let i = 0; i < values.length; i++)
      values[i] = compute(a.length === 1 ? a[0]! : a[i]!, b.length === 1 ? b[0]! : b[i]!);
    return values;
  };
}

const total = (x: Sample): Sample => [x.reduce((sum, value) => sum + value, 0)];

/** A single tensor, so that its sum is the sum of all. */
const sampleOps: ProgramOps<Sample> = {
  ...(Object.fromEntries([...unaryOps, ...binaryOps].map((op) => [op, elementwise(op)])) as ElementwiseOps),
  scalar: (value) => [value],
  total,
  leafTotals: total,
  masked: (x) => x,
};

/**
 * Lion-K for every K that can train: momentum steps by the gradient of a convex K, tensor by tensor.
 *
 * Each program is put together from the K's own text (`lionk/functions`); nothing of a K is said here. The momentum tracks the negative
 * gradient, as in the paper, for the sake of K that are not even.
 * Source: Chen, Liu, Liang & Liu 2023, arXiv:2310.05898.
 */
import { kFunctions } from "../lionk/functions/index.ts";
import { l1 } from "../lionk/functions/l1.ts";
import type { KFunction, KParameter } from "../lionk/k-function.ts";
import { trainingHyperparameters } from "../lionk/training-form.ts";
import { parseProgram } from "../program/parse.ts";
import { printProgram } from "../program/print.ts";
import type { OptimizerConfig } from "../records/records.ts";
import { decoupled, lionShares, rate } from "./hyperparameters.ts";
import { lion } from "./lion.ts";
import { defineOptimizer, type Hyperparameter, type Optimizer } from "./optimizer.ts";

/** What the name of a Lion-K optimizer begins with; the name of its K follows. */
export const lionKPrefix = "lionk-";

/** One optimizer for each K that can train, in the order of the family. */
export const lionKOptimizers: readonly Optimizer[] = kFunctions
  .filter((k) => k.training !== undefined)
  .map(optimizerOf);

/** The K of a Lion-K optimizer by the optimizer's name, or undefined. */
export function kOfOptimizer(name: string): KFunction | undefined {
  return kFunctions.find((k) => k.training !== undefined && `${lionKPrefix}${k.name}` === name);
}

/** A K, and the hyperparameters that it takes. */
export interface LionK {
  readonly k: KFunction;
  readonly hyperparameters: { readonly [name: string]: number };
}

/** The K whose Lion-K an optimizer is: that of its name, and the l1 norm of Lion; null for others, program files among them. */
export function lionKOf({ name, program, hyperparameters }: OptimizerConfig): LionK | null {
  const k = name === lion.name ? l1 : kOfOptimizer(name);
  const optimizer = [lion, ...lionKOptimizers].find((each) => each.name === name);
  const texts = Object.values(optimizer?.conventions ?? {}).map((each) => printProgram(parseProgram(each.program)));
  if (k === undefined || !texts.includes(program)) return null;
  const own = Object.keys(trainingHyperparameters(k)).map((key) => [key, hyperparameters[key] as number] as const);
  return { k, hyperparameters: Object.fromEntries(own) };
}

function optimizerOf(k: KFunction): Optimizer {
  return defineOptimizer({
    name: `${lionKPrefix}${k.name}`,
    title: `Lion-K, ${k.name}`,
    summary: `Steps by the gradient of K(m) = ${k.formula}; with decay, z = decay w: ${k.effect}.`,
    conventions: {
      paper: {
        program: programOf(k.training!.program),
        hyperparameters: {
          lr: rate(k.training!.rate ?? 1e-4, "step size"),
          ...lionShares(),
          decay: decoupled(0, "lambda: decoupled decay, the inverse of the bound's size"),
          ...Object.fromEntries(
            Object.entries(trainingHyperparameters(k)).map(([name, parameter]) => [name, asHyperparameter(parameter)]),
          ),
        },
        source: `Chen, Liu, Liang & Liu 2023, arXiv:2310.05898; K: ${k.source}`,
        deviation: "K acts on each parameter tensor by itself.",
      },
    },
    claims: { stateSlots: 1, invariantToGradientScale: k.homogeneous },
  });
}

function programOf(statements: readonly string[]): string {
  return [
    "state m = zeros",
    "c = lerp(negative(g), m, beta1)",
    "m = lerp(negative(g), m, beta2)",
    ...statements,
    "w = w + lr * (pull - decay * masked(w))",
  ]
    .map((line) => `        ${line}`)
    .join("\n");
}

function asHyperparameter({ about, min, max, minOpen, default: value }: KParameter): Hyperparameter {
  return {
    kind: "number",
    default: value!,
    about,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(minOpen === undefined ? {} : { minOpen }),
  };
}

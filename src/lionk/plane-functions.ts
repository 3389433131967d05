/**
 * Functions of the plane on which optimizers are watched: each a formula of the optimizer language, its lowest points and its source.
 *
 * Gradients come from the formulas by the reverse pass, as in problem files, so the two cannot disagree; `plane-functions.test.ts` compares
 * them with differences all the same, and holds lowest points to what is said of them.
 */
import { createRng } from "../core/rng.ts";
import { expression } from "./expression.ts";
import type { PlanePoint, Rectangle } from "./figures/contour-lines.ts";
import type { Objective } from "./objective.ts";

/** A function of the plane. */
export interface PlaneFunction {
  readonly name: string;
  readonly title: string;
  /** f(x, y) in the optimizer language. */
  readonly formula: string;
  /** One sentence: what is hard about it. */
  readonly about: string;
  readonly source: string;
  /** The least value, and where it is taken within the window. */
  readonly least: number;
  readonly minima: readonly PlanePoint[];
  readonly window: Rectangle;
  /** Where runs begin if nobody says otherwise. */
  readonly start: PlanePoint;
  /** Standard deviation of the noise in each part of the gradient that an optimizer sees; none where absent. */
  readonly noise?: number;
}

const common = "common usage; no single source";

/** The functions, the easy ones first. */
export const planeFunctions: readonly PlaneFunction[] = [
  {
    name: "ravine",
    title: "Ravine",
    formula: "(x**2 + 100 * y**2) / 2",
    about: "A bowl that is a hundred times steeper one way: what divides by the gradient's size does not see it.",
    source: common,
    least: 0,
    minima: [[0, 0]],
    window: { x: [-5, 5], y: [-2, 2] },
    start: [-4, 1],
  },
  {
    name: "noisy-bowl",
    title: "Noisy bowl",
    formula: "(x**2 + 10 * y**2) / 2",
    about: "A bowl whose gradient is seen through noise, as in training: a rate that does not fall ends in a cloud.",
    source: "Schaul et al. 2013, arXiv:1206.1106, the noisy quadratic, in two dimensions",
    least: 0,
    minima: [[0, 0]],
    window: { x: [-5, 5], y: [-2.5, 2.5] },
    start: [-4, 2],
    noise: 1,
  },
  {
    name: "rosenbrock",
    title: "Rosenbrock",
    formula: "(1 - x)**2 + 100 * (y - x**2)**2",
    about: "A bent valley: into it is easy, along it is slow.",
    source: "Rosenbrock 1960, The Computer Journal 3(3), from his start",
    least: 0,
    minima: [[1, 1]],
    window: { x: [-2, 2], y: [-1, 3] },
    start: [-1.2, 1],
  },
  {
    name: "beale",
    title: "Beale",
    formula: "(1.5 - x + x * y)**2 + (2.25 - x + x * y**2)**2 + (2.625 - x + x * y**3)**2",
    about: "A flat middle between steep corners.",
    source: "Beale 1958; Moré, Garbow & Hillstrom 1981, ACM TOMS 7(1), problem 5",
    least: 0,
    minima: [[3, 0.5]],
    window: { x: [-4.5, 4.5], y: [-4.5, 4.5] },
    start: [1, 1],
  },
  {
    name: "himmelblau",
    title: "Himmelblau",
    formula: "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
    about: "Four lowest points: which one is reached depends on the path.",
    source: "Himmelblau 1972, Applied Nonlinear Programming",
    least: 0,
    minima: [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.283185991286169],
      [3.584428340330492, -1.848126526964404],
    ],
    window: { x: [-5, 5], y: [-5, 5] },
    start: [-0.5, -1],
  },
  {
    name: "rastrigin",
    title: "Rastrigin",
    formula: "20 + x**2 + y**2 - 10 * cos(2 * get_pi() * x) - 10 * cos(2 * get_pi() * y)",
    about: "A bowl with a pit at every whole number: momentum or a large step gets out of them.",
    source: "Rastrigin 1974; Mühlenbein et al. 1991, Parallel Computing 17",
    least: 0,
    minima: [[0, 0]],
    window: { x: [-5.12, 5.12], y: [-5.12, 5.12] },
    start: [-3.4, 2.6],
  },
  {
    name: "edges",
    title: "|x| + |y|",
    formula: "abs(x) + abs(y)",
    about: "The gradient's size says nothing of the distance: a fixed step swings around the lowest point for ever.",
    source: common,
    least: 0,
    minima: [[0, 0]],
    window: { x: [-3, 3], y: [-3, 3] },
    start: [-2.5, 1.7],
  },
  {
    name: "saddle",
    title: "Saddle",
    formula: "x**2 / 2 - y**2 / 2 + y**4 / 4",
    about: "Level ground between two lowest points: from near the ridge, the gradient leads to the saddle first.",
    source: common,
    least: -0.25,
    minima: [
      [0, 1],
      [0, -1],
    ],
    window: { x: [-2, 2], y: [-2, 2] },
    start: [-1.6, 0.001],
  },
];

/** A function's value and gradient; x = (x, y). */
export function objectiveOf({ formula }: PlaneFunction): Objective {
  return expression({ f: formula, variables: ["x", "y"] });
}

/** What is added to the gradient at each step: a stream that the seed alone decides, so that all optimizers see the same; null without noise. */
export function noiseOf({ name, noise }: PlaneFunction, seed: number): (() => number) | null {
  if (noise === undefined) return null;
  const rng = createRng(seed, "plane noise", name);
  return () => noise * rng.normal();
}

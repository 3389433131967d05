/** The functions of the plane that the explorer offers, each in the words of a problem file, so that a command computes the same. */
import { expression } from "../../src/lionk/expression.ts";
import type { PlanePoint, Rectangle } from "../../src/lionk/figures/contour-lines.ts";
import { type Objective, quadratic, weightedSum } from "../../src/lionk/objective.ts";

interface QuadraticWords {
  readonly kind: "quadratic";
  readonly A: readonly (readonly number[])[];
  readonly c: readonly number[];
}

/** A formula in x and y; what is said of its shape is taken on trust. */
export interface FormulaWords {
  readonly kind: "expression";
  readonly f: string;
  readonly variables: readonly ["x", "y"];
  readonly convex?: boolean;
  readonly curvature?: number;
}

/** An objective as a problem file says it. */
export type ObjectiveWords =
  | QuadraticWords
  | FormulaWords
  | {
      readonly kind: "weighted-sum";
      readonly terms: readonly { readonly weight: number; readonly objective: QuadraticWords }[];
    };

/** The objective of these words. Errors: those of `quadratic`, `expression` and `weightedSum`. */
export function objectiveOf(words: ObjectiveWords): Objective {
  if (words.kind === "quadratic") return quadratic(words);
  if (words.kind === "expression") return expression(words);
  return weightedSum(words.terms.map(({ weight, objective }) => ({ weight, objective: quadratic(objective) })));
}

/** A function that is offered, with a start and constants that suit it. */
export interface OfferedObjective {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly words: ObjectiveWords;
  /** Where it is lowest, as far as a formula says it. */
  readonly least: readonly PlanePoint[];
  readonly start: PlanePoint;
  readonly lambda: number;
  readonly eta: number;
  readonly steps: number;
  /** What of the plane is of interest. */
  readonly view: Rectangle;
}

/** Words of a formula. */
export function formulaWords(
  f: string,
  { convex = false, curvature = null }: { readonly convex?: boolean; readonly curvature?: number | null } = {},
): FormulaWords {
  const said = { ...(convex ? { convex } : {}), ...(curvature === null ? {} : { curvature }) };
  return { kind: "expression", f, variables: ["x", "y"], ...said };
}

const around = (side: number): Rectangle => ({ x: [-side, side], y: [-side, side] });
const bowl: QuadraticWords = {
  kind: "quadratic",
  A: [
    [3, 1],
    [1, 2],
  ],
  c: [2, -1],
};

/** The functions, in the order in which they are offered. */
export const offeredObjectives: readonly OfferedObjective[] = [
  {
    name: "bowl",
    title: "Bowl, lowest outside the box",
    about: "The problem of examples/lionk/box.yaml: its lowest point (2, −1) lies outside the box |x| ≤ 1.",
    words: bowl,
    least: [[2, -1]],
    ...{ start: [-3, 3], lambda: 1, eta: 0.02, steps: 500, view: around(3.4) },
  },
  {
    name: "inside",
    title: "Bowl, lowest inside the box",
    about: "The same bowl about (0.4, −0.3), which decay need not give up.",
    words: { ...bowl, c: [0.4, -0.3] },
    least: [[0.4, -0.3]],
    ...{ start: [-0.9, 0.9], lambda: 1, eta: 0.02, steps: 500, view: around(1.5) },
  },
  {
    name: "round",
    title: "Round bowl",
    about: "Both directions are alike: condition number 1.",
    words: {
      kind: "quadratic",
      A: [
        [1, 0],
        [0, 1],
      ],
      c: [1.5, 0.5],
    },
    least: [[1.5, 0.5]],
    ...{ start: [-2, 2.5], lambda: 1, eta: 0.02, steps: 500, view: around(3) },
  },
  {
    name: "narrow",
    title: "Narrow valley, condition 50",
    about: "A bowl that is 50 times as steep across as along.",
    words: {
      kind: "quadratic",
      A: [
        [25.5, -24.5],
        [-24.5, 25.5],
      ],
      c: [0.6, 0.6],
    },
    least: [[0.6, 0.6]],
    ...{ start: [-1.5, 0.5], lambda: 1, eta: 0.01, steps: 800, view: around(1.8) },
  },
  {
    name: "two-bowls",
    title: "Half of each of two bowls",
    about: "The middle of the front of examples/lionk/pareto.yaml.",
    words: {
      kind: "weighted-sum",
      terms: [
        { weight: 0.5, objective: bowl },
        {
          weight: 0.5,
          objective: {
            kind: "quadratic",
            A: [
              [1, 0],
              [0, 4],
            ],
            c: [-1, 1.5],
          },
        },
      ],
    },
    least: [],
    ...{ start: [-2, -1.5], lambda: 1, eta: 0.02, steps: 500, view: around(2.6) },
  },
  {
    name: "rosenbrock",
    title: "Rosenbrock's valley",
    about:
      "The problem of examples/lionk/rosenbrock.yaml: a bent valley whose floor hardly falls towards (1, 1). Not convex.",
    words: formulaWords("(1 - x)**2 + 10*(y - x**2)**2"),
    least: [[1, 1]],
    ...{ start: [-0.5, 0.5], lambda: 1.25, eta: 0.005, steps: 1500, view: { x: [-1.4, 1.4], y: [-1, 1.6] } },
  },
  {
    name: "himmelblau",
    title: "Himmelblau's four minima",
    about: "Four places are equally low; the start decides which is found. Not convex.",
    words: formulaWords("(x**2 + y - 11)**2 + (x + y**2 - 7)**2"),
    least: [
      [3, 2],
      [-2.805118, 3.131312],
      [-3.77931, -3.283186],
      [3.584428, -1.848126],
    ],
    ...{ start: [-0.5, -1], lambda: 0.2, eta: 0.02, steps: 800, view: around(5.2) },
  },
  {
    name: "waves",
    title: "Waves on a bowl",
    about:
      "Many dents, with a bound of 4.2 on the curvature: not convex, and the discrete theorem is checked all the same.",
    words: formulaWords("0.1*(x**2 + y**2) - cos(2*x) - cos(2*y)", { curvature: 4.2 }),
    least: [[0, 0]],
    ...{ start: [-2.6, 2.2], lambda: 0.4, eta: 0.02, steps: 600, view: around(3.4) },
  },
  {
    name: "saddle",
    title: "Saddle without a bottom",
    about: "It falls for ever along y; only the set gives it a lowest point.",
    words: formulaWords("0.5*x**2 - 0.5*y**2", { curvature: 1 }),
    least: [],
    ...{ start: [-1.8, 0.2], lambda: 1, eta: 0.02, steps: 500, view: around(2.4) },
  },
  {
    name: "kinks",
    title: "Kinks (not smooth)",
    about: "Convex, but its slope jumps: no bound on the curvature is there, and the discrete theorem says nothing.",
    words: formulaWords("abs(x - 0.5) + 2*abs(y + 0.3)", { convex: true }),
    least: [[0.5, -0.3]],
    ...{ start: [-1.6, 1.7], lambda: 1, eta: 0.02, steps: 500, view: around(2.2) },
  },
];

/** The name under which a typed formula stands. */
export const typedFormula = "formula";

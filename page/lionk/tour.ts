/** The guided tour: settings in an order in which a student may meet them, each with a paragraph and one thing to try. */

import { offeredObjectives, typedFormula } from "./objectives.ts";
import { firstSetting, type Setting, withK, withObjective } from "./setting.ts";

/** A stop. */
export interface TourStop {
  readonly title: string;
  readonly text: string;
  readonly task: string;
  readonly setting: Setting;
}

function on(f: string, change: Partial<Setting> = {}, k = "l1"): Setting {
  const offered = offeredObjectives.find(({ name }) => name === f)!;
  return { ...withK(withObjective(firstSetting, offered), k), ...change };
}

const stops: readonly TourStop[] = [
  {
    title: "What the sign does",
    text: "Lion looks at its momentum m̃ and keeps the sign of each coordinate alone. So every step goes as far along x as along y, however steep f is: the way runs along diagonals until one coordinate has arrived, and chatters about it while the other goes on.",
    task: "Drag the start around. Then choose K = quadratic, which keeps the lengths, and see the way bend.",
    setting: on("inside", { lambda: 0.25, x0: [-1.2, 0.6], steps: 260, step: 40 }),
  },
  {
    title: "Decay is a constraint",
    text: "Each step takes the share λ of x away. Against a push that is never longer than 1 in a coordinate, this holds x to the box |x| ≤ 1/λ, the green set. The lowest point of f lies outside, so Lion ends at the best point of the box: not where f is least, but where F is.",
    task: "Set the decay to 0.4: the box now holds the lowest point, and decay costs nothing.",
    setting: on("bowl", { steps: 600 }),
  },
  {
    title: "Two phases",
    text: "From outside, the run first makes for the set, whatever f says: the distance shrinks at least by the factor 1 − ηλ a step, the envelope in the second figure. Once inside it never leaves, and only then does it really go downhill. The dashed part of the way is phase I.",
    task: "Play it. Then drag the start far away: phase I grows only as the logarithm of the distance.",
    setting: on("bowl", { lambda: 2, x0: [-3, 2.6], steps: 400, step: 30 }),
  },
  {
    title: "Two memories, in order",
    text: "Lion mixes gradient and momentum twice: with β₁ for the step, with β₂ for the momentum it keeps. The long memory β₂ carries x past the lowest point and back, and f rises on the way; H counts the energy of the momentum too, and falls. The theorem asks for β₁ ≤ β₂.",
    task: "Set β₁ to 0.999, above β₂ = 0.997. The run swings more, and the theorem falls silent.",
    setting: on("inside", { beta1: 0.97, beta2: 0.997, eta: 0.01, steps: 1500 }, "log-cosh"),
  },
  {
    title: "Another K, another set",
    text: "The sign is the gradient of K(m) = |m|₁. Any convex K makes an optimizer and has a set of its own, the domain of its conjugate K*. With the largest coordinate alone, K = linf, each step moves one coordinate and the set is a diamond: solutions have zeros.",
    task: "Try l2 (a ball), lp with p = 1.5, simplex, ellipsoid, asymmetric-box.",
    setting: on("bowl", { steps: 600 }, "linf"),
  },
  {
    title: "Rounded corners",
    text: "A sign cannot be small: with a constant rate Lion ends in a cycle as wide as η. Huber's K takes the momentum itself where it is small and its sign where it is large. It comes to rest, in the same box, a little nearer to 0: the price is K*, which is no longer 0 inside.",
    task: "Compare with K = l1 here, or let the rate fall along a cosine.",
    setting: on("bowl", { values: { e: 0.5 }, lambda: 0.4, steps: 800 }, "huber"),
  },
  {
    title: "Through noise",
    text: "Gradients of batches are noisy. The way trembles, and no theorem about exact gradients says anything of a single step. Yet phase I is as safe as before: it follows from the size of steps alone, and the run never leaves the set.",
    task: "Set β₁ to 0.98 and β₂ to 0.998 and see the momentum smooth the way. Another seed is another run.",
    setting: on("bowl", { noise: 6, seed: 1, steps: 600 }),
  },
  {
    title: "When a promise breaks",
    text: "A promise holds under its conditions. Here someone says that the curvature of this formula is at most 0.5, and it is 8: steps cost more than theorem 4.1 allows for L = 0.5, and the check tells by how much. That H never rises is promised of continuous time alone, and large steps break it too.",
    task: "Set the curvature to 8: the theorem holds. Then make the rate smaller: H rises less.",
    setting: on("inside", {
      ...{ f: typedFormula, formula: "4*(x - 0.3)**2 + (y + 0.2)**2", convex: true, curvature: 0.5 },
      ...{ eta: 0.2, x0: [-0.9, 0.9], steps: 120, beta1: 0.5, beta2: 0.9 },
    }),
  },
];

/** The stops, each at its place. */
export const tour: readonly TourStop[] = stops.map((stop, i) => ({
  ...stop,
  setting: { ...stop.setting, stop: i + 1 },
}));

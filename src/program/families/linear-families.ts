/** Families whose direction is linear in the gradients: SGD, with momentum, with look-ahead. */
import { type Family, near } from "./family.ts";
import { type MomentumMix, momentumMix } from "./momentum.ts";
import { gradientText, linearArgument, linearTerms, type UpdateView } from "./update-view.ts";

const sgd: Family = {
  name: "sgd",
  title: "SGD",
  about: "The gradient.",
  signMomentum: false,
  match(view) {
    const inside = linearArgument(view);
    const terms = inside === null ? null : linearTerms(view.step, inside);
    if (terms === null || terms.length !== 1 || terms[0]!.kind !== "gradient") return null;
    return { parameters: {}, gradient: gradientText(inside![0]!) };
  },
  program: "d = g",
};

const sgdMomentum: Family = {
  name: "sgd-momentum",
  title: "SGD with momentum",
  about: "A decaying sum of gradients. Polyak 1964.",
  signMomentum: false,
  match(view) {
    const mix = linearMix(view);
    if (mix === null || !mix.isNewMomentum) return null;
    return { parameters: { beta: mix.keep }, gradient: mix.gradient };
  },
  program: "state m = zeros\nm = beta * m + g\nd = m",
};

const nesterov: Family = {
  name: "sgd-nesterov",
  title: "SGD with Nesterov momentum",
  about: "The gradient looked ahead along a decaying sum of gradients. Nesterov 1983; Sutskever et al. 2013.",
  signMomentum: false,
  match(view) {
    const mix = linearMix(view);
    if (mix === null) return null;
    // g + b m' = (1 + b) g + b² m, and m is 1 / (1 - b) times an average.
    const old = mix.keep ** 2 / (1 - mix.keep);
    if (!near(mix.share, old / (1 + mix.keep + old))) return null;
    return { parameters: { beta: mix.keep }, gradient: mix.gradient };
  },
  program: "state m = zeros\nm = beta * m + g\nd = g + beta * m",
};

const quasiHyperbolic: Family = {
  name: "qhm",
  title: "quasi-hyperbolic momentum",
  about: "The gradient mixed with an average of gradients. Ma & Yarats 2019, arXiv:1810.06801.",
  signMomentum: false,
  match(view) {
    const mix = linearMix(view);
    if (mix === null || !(mix.share > 0 && mix.share < 1)) return null;
    return { parameters: { beta1: mix.share, beta2: mix.keep }, gradient: mix.gradient };
  },
  program: "state m = zeros\nc = lerp(g, m, beta1)\nm = lerp(g, m, beta2)\nd = c",
};

function linearMix(view: UpdateView): MomentumMix | null {
  const inside = linearArgument(view);
  return inside === null ? null : momentumMix(view, inside);
}

/** The families of this theme; a narrower one comes before a wider one. */
export const linearFamilies: readonly Family[] = [sgd, sgdMomentum, nesterov, quasiHyperbolic];

/** Families whose direction is a sign: signSGD, sign momentum (signum), Lion. */
import type { Family } from "./family.ts";
import { momentumMix } from "./momentum.ts";
import { gradientText, linearTerms, signArgument } from "./update-view.ts";

const signSgd: Family = {
  name: "signsgd",
  title: "signSGD",
  about: "The sign of the gradient. Bernstein et al. 2018, arXiv:1802.04434.",
  signMomentum: false,
  match(view) {
    const inside = signArgument(view);
    const terms = inside === null ? null : linearTerms(view.step, inside);
    if (terms === null || terms.length !== 1 || terms[0]!.kind !== "gradient") return null;
    return { parameters: {}, gradient: gradientText(inside![0]!) };
  },
  program: "d = sign(g)",
};

const signum: Family = {
  name: "signum",
  title: "sign momentum (signum)",
  about: "The sign of an average of gradients. Bernstein et al. 2018, arXiv:1802.04434.",
  signMomentum: true,
  match(view) {
    const inside = signArgument(view);
    const mix = inside === null ? null : momentumMix(view, inside);
    if (mix === null || !mix.isNewMomentum) return null;
    return { parameters: { beta: mix.keep }, gradient: mix.gradient };
  },
  program: "state m = zeros\nm = lerp(g, m, beta)\nd = sign(m)",
};

const lion: Family = {
  name: "lion",
  title: "Lion",
  about: "The sign of the gradient mixed with an average of gradients. Chen et al. 2023, arXiv:2302.06675.",
  signMomentum: true,
  match(view) {
    const inside = signArgument(view);
    const mix = inside === null ? null : momentumMix(view, inside);
    if (mix === null || mix.isNewMomentum) return null;
    if (!(mix.share > 0 && mix.share < 1 && mix.average.gain > 0)) return null;
    return { parameters: { beta1: mix.share, beta2: mix.keep }, gradient: mix.gradient };
  },
  program: "state m = zeros\nc = lerp(g, m, beta1)\nm = lerp(g, m, beta2)\nd = sign(c)",
};

/** The families of this theme; a narrower one comes before a wider one. */
export const signFamilies: readonly Family[] = [signSgd, signum, lion];

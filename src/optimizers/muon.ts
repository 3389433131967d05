/**
 * Muon: steps by the orthogonalised momentum of each matrix, and AdamW for everything else.
 *
 * With decay it is Lion-K for the nuclear norm, up to the factor of the rate and the error of five Newton-Schulz steps: singular values are
 * bounded by 1.2 / decay. Convolutions are matrices [channels out, all else].
 * Source: Jordan et al. 2024, Muon; torch.optim.Muon; Chen, Li & Liu 2025, arXiv:2506.15054.
 */
import { decoupled, flag, fraction, positive, rate, share } from "./hyperparameters.ts";
import { defineOptimizer, type Hyperparameter } from "./optimizer.ts";

/** `normed` divides by the norm, `scale` fits the rate to the shape. */
function programOf(normed: string, scale: string): string {
  return `
        state m = zeros
        state v = zeros
        m = on_matrices(lerp(g, m, momentum), lerp(g, m, beta1))
        v = lerp(square(g), v, beta2)
        u = lerp(g, m, momentum) if nesterov else m
        u = ${scale} * newton_schulz(${normed})
        a = m / (1 - beta1 ** step) / (sqrt(v / (1 - beta2 ** step)) + epsilon)
        d = decay * masked(w)
        w = w - lr * on_matrices(u + d, adam_rate * (a + d))`;
}

const byShape = "sqrt(max(1, rows(w) / columns(w)))";

function hyperparameters(defaults: {
  readonly lr: number;
  readonly decay: number;
  readonly adamRate: number;
  readonly beta2: number;
  readonly epsilon: number;
}): { readonly lr: Hyperparameter; readonly [name: string]: Hyperparameter } {
  return {
    lr: rate(defaults.lr, "step size of matrices"),
    momentum: share(0.95, "share of the old momentum of matrices"),
    nesterov: flag(true, "looks ahead along the momentum"),
    decay: decoupled(defaults.decay, "decoupled decay: lr decay w is subtracted from the weights"),
    adam_rate: positive(defaults.adamRate, "step size of AdamW, for what is not a matrix, in parts of lr"),
    beta1: fraction(0.9, "AdamW: share of the old mean"),
    beta2: fraction(defaults.beta2, "AdamW: share of the old mean square"),
    epsilon: positive(defaults.epsilon, "AdamW: added to the root"),
  };
}

const deviation =
  "In the gradient's precision instead of bfloat16. Every tensor of two or more axes is a matrix, the last layer and embeddings included, which the authors give to AdamW.";

/** Momentum, orthogonalised. */
export const muon = defineOptimizer({
  name: "muon",
  title: "Muon",
  summary: "Steps by the orthogonalised momentum of each matrix, and AdamW for everything else.",
  conventions: {
    torch: {
      program: programOf(
        "u / max(norm(u), 1e-7)",
        `(0.2 * sqrt(max(rows(w), columns(w))) if match_rms_adamw else ${byShape})`,
      ),
      hyperparameters: {
        ...hyperparameters({ lr: 1e-3, decay: 0.1, adamRate: 1, beta2: 0.999, epsilon: 1e-8 }),
        match_rms_adamw: flag(false, "fits the step's size to AdamW's (Moonlight), so that AdamW's rates serve"),
      },
      source: "torch.optim.Muon and torch.optim.AdamW; Liu et al. 2025, arXiv:2502.16982 (Moonlight)",
      deviation,
    },
    paper: {
      program: programOf("u / (norm(u) + 1e-7)", byShape),
      hyperparameters: hyperparameters({ lr: 0.02, decay: 0, adamRate: 0.015, beta2: 0.95, epsilon: 1e-10 }),
      source: "Jordan et al. 2024: the authors' SingleDeviceMuonWithAuxAdam",
      deviation,
    },
  },
  claims: { stateSlots: 2, invariantToGradientScale: true },
});

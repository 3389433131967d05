import type { Experiment } from "../experiment.ts";

/** Lion's decay and the box that it sets; Muon beside AdamW and Lion. */
export const lionBox: Experiment = {
  name: "lion-box",
  about: "Lion under eight decays, whose box |w| ≤ 1/λ costs accuracy once it binds; Muon against AdamW and Lion.",
  published:
    "That Lion minimises within the box |w| ≤ 1/λ (arXiv:2310.05898) and Muon within a ball of the spectral norm (arXiv:2506.15054). No table is taken up: a small λ costs little, a large one most, and Muon is ahead in what docs/lionk.md measured.",
  sizes: {
    small: {
      about: "12,000 images, 10 and 8 epochs; ViT-Ti/4 on 2,400 images for 3 epochs.",
      studies: [
        { id: "lambda", preset: "fashion-cnn-lambda", seeds: 8 },
        { id: "muon", preset: "fashion-cnn-muon", seeds: 8 },
        { id: "muon-vit", preset: "fashion-vit-muon", seeds: 8 },
      ],
    },
    full: {
      about: "All images and 40 epochs for the CNN, 30 for ViT-Ti/4.",
      studies: [
        { id: "lambda", preset: "fashion-cnn-lambda", seeds: 10, set: ["data.limitTrain=null", "training.epochs=40"] },
        { id: "muon", preset: "fashion-cnn-muon", seeds: 10, set: ["data.limitTrain=null", "training.epochs=40"] },
        { id: "muon-vit", preset: "fashion-vit-muon", seeds: 10, set: ["data.limitTrain=null", "training.epochs=30"] },
      ],
    },
  },
  figures: [],
  claims: [
    { kind: "bound", study: "lambda", optimizer: "lion decay=10" },
    { kind: "bound", study: "lambda", optimizer: "lion decay=100" },
    { kind: "beats", study: "lambda", first: "lion decay=1", second: "lion decay=10" },
    { kind: "beats", study: "lambda", first: "lion decay=10", second: "lion decay=100" },
    { kind: "beats", study: "muon", first: "muon", second: "adamw" },
    { kind: "beats", study: "muon", first: "muon", second: "lion" },
    { kind: "beats", study: "muon-vit", first: "muon", second: "adamw" },
    { kind: "beats", study: "muon-vit", first: "muon", second: "lion" },
  ],
};

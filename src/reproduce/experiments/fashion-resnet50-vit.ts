import type { Experiment } from "../experiment.ts";

/** AdamW against Lion on a convolutional network and a transformer. */
export const fashionResnet50Vit: Experiment = {
  name: "fashion-resnet50-vit",
  about: "AdamW against Lion with ResNet-50 and with ViT on Fashion-MNIST.",
  published:
    "ResNet-50: one run each, AdamW 88.18 %, Lion 91.84 %. Of ViT no published table is at hand: the claim alone is judged.",
  sizes: {
    small: {
      about:
        "6,000 of 54,000 images, ResNet-50 at 28 × 28 for 5 epochs, ViT-Ti/4 for ViT-B/16 at 32 × 32 for 6 epochs; one rate each.",
      studies: [
        { id: "resnet50", preset: "fashion-resnet50-small", seeds: 25 },
        { id: "vit", preset: "fashion-vit-b16-small", seeds: 8 },
      ],
    },
    full: {
      about: "All images at 224 × 224, 30 epochs with patience 5; two rates each with ResNet-50.",
      studies: [
        { id: "resnet50", preset: "fashion-resnet50", seeds: 25 },
        { id: "vit", preset: "fashion-vit-b16", seeds: 25 },
      ],
    },
  },
  figures: [
    { study: "resnet50", optimizer: "adamw", accuracy: 0.8818, runs: 1 },
    { study: "resnet50", optimizer: "lion", accuracy: 0.9184, runs: 1 },
  ],
  claims: [
    { kind: "beats", study: "resnet50", first: "lion", second: "adamw" },
    { kind: "reaches", study: "resnet50", optimizer: "lion", accuracy: 0.9184 },
    { kind: "beats", study: "vit", first: "lion", second: "adamw" },
  ],
};

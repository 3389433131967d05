import type { Experiment } from "../experiment.ts";

const others = ["adam", "adamw", "nadam", "rmsprop", "sgd", "adagrad"] as const;

/** Seven optimizers over learning rate and epoch, then each at its best rate on seeds that chose nothing. */
export const fashionCnn: Experiment = {
  name: "fashion-cnn",
  about:
    "Lion, Adam, AdamW, Nadam, RMSprop, SGD and Adagrad over the published rates, then each winner on fresh seeds.",
  published:
    "Surfaces of accuracy over rate and epoch, one run for each point. No published table is at hand: claims alone are judged, on the winners.",
  sizes: {
    small: {
      about:
        "12,000 of 48,000 images, every second rate of the published grids in one, 10 epochs; the winners train for 20 epochs.",
      studies: [
        { id: "surfaces", preset: "fashion-cnn-surfaces" },
        {
          id: "winners",
          preset: "fashion-cnn-surfaces",
          name: "fashion-cnn-winners",
          set: ["training.epochs=20"],
          ratesFrom: "surfaces",
          freshSeeds: 25,
        },
      ],
    },
    full: {
      about:
        "The published grids, epochs and patience; the winners of the grid of 28 rates are judged at its 40 epochs.",
      studies: [
        { id: "surfaces", preset: "fashion-cnn-40" },
        { id: "surfaces-80", preset: "fashion-cnn-80" },
        { id: "surfaces-160", preset: "fashion-cnn-160" },
        {
          id: "winners",
          preset: "fashion-cnn-40",
          name: "fashion-cnn-40-winners",
          ratesFrom: "surfaces",
          freshSeeds: 25,
        },
      ],
    },
  },
  figures: [],
  claims: others.map((second) => ({ kind: "beats", study: "winners", first: "lion", second })),
};

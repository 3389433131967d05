import type { Experiment } from "../experiment.ts";

/** Four optimizers on a plain network and on the improved one. */
export const cifar10Cnn: Experiment = {
  name: "cifar10-cnn",
  about:
    "Adam, SGD with momentum, RMSprop and Adamax on CIFAR-10, with a plain CNN (initial) and an improved one (final).",
  published: "Test accuracy of each, initial and final; of how many runs was not said.",
  sizes: {
    small: {
      about: "10,000 of 45,000 images; 5 epochs for 10 and two rates for three (initial), 8 epochs for 40 (final).",
      studies: [
        { id: "initial", preset: "cifar10-cnn-small", seeds: 10 },
        { id: "final", preset: "cifar10-cnn-improved-small", seeds: 10 },
      ],
    },
    full: {
      about: "All images, 10 epochs at three rates each (initial), 40 epochs (final).",
      studies: [
        { id: "initial", preset: "cifar10-cnn", seeds: 10 },
        { id: "final", preset: "cifar10-cnn-improved", seeds: 10 },
      ],
    },
  },
  figures: [
    { study: "initial", optimizer: "adam", accuracy: 0.7207, runs: null },
    { study: "initial", optimizer: "SGD + momentum", accuracy: 0.6165, runs: null },
    { study: "initial", optimizer: "rmsprop", accuracy: 0.7088, runs: null },
    { study: "initial", optimizer: "adamax", accuracy: 0.7099, runs: null },
    { study: "final", optimizer: "adam", accuracy: 0.855, runs: null },
    { study: "final", optimizer: "SGD + momentum", accuracy: 0.833, runs: null },
    { study: "final", optimizer: "rmsprop", accuracy: 0.845, runs: null },
    { study: "final", optimizer: "adamax", accuracy: 0.8479, runs: null },
  ],
  claims: [
    { kind: "beats", study: "initial", first: "adam", second: "SGD + momentum" },
    { kind: "beats", study: "initial", first: "adam", second: "rmsprop" },
    { kind: "beats", study: "initial", first: "adam", second: "adamax" },
    { kind: "reaches", study: "initial", optimizer: "adam", accuracy: 0.7207 },
    { kind: "beats", study: "final", first: "adam", second: "SGD + momentum" },
    { kind: "beats", study: "final", first: "adam", second: "rmsprop" },
    { kind: "beats", study: "final", first: "adam", second: "adamax" },
    { kind: "reaches", study: "final", optimizer: "adam", accuracy: 0.855 },
  ],
};

/** All optimizers of the library, in the order of the catalogue. */
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { adamw } from "./adamw.ts";
import { amsgrad } from "./amsgrad.ts";
import { lion } from "./lion.ts";
import { nadam } from "./nadam.ts";
import type { Optimizer } from "./optimizer.ts";
import { paperAdamwSeed } from "./paper-adamw-seed.ts";
import { paperDiscovered } from "./paper-discovered.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

/** The library's optimizers. */
export const optimizers: readonly Optimizer[] = [
  sgd,
  adagrad,
  adadelta,
  rmsprop,
  adam,
  adamw,
  nadam,
  adamax,
  amsgrad,
  lion,
  paperAdamwSeed,
  paperDiscovered,
];

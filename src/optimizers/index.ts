/** All optimizers of the library, in the order of the catalogue. */
import { adabelief } from "./adabelief.ts";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { adamw } from "./adamw.ts";
import { amsgrad } from "./amsgrad.ts";
import { cautiousDecayLion } from "./cautious-decay-lion.ts";
import { cautiousLion } from "./cautious-lion.ts";
import { lion } from "./lion.ts";
import { lionKOptimizers } from "./lion-k.ts";
import { marsLion } from "./mars-lion.ts";
import { muon } from "./muon.ts";
import { nadam } from "./nadam.ts";
import type { Optimizer } from "./optimizer.ts";
import { paperAdamwSeed } from "./paper-adamw-seed.ts";
import { paperDiscovered } from "./paper-discovered.ts";
import { refinedLion } from "./refined-lion.ts";
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
  adabelief,
  lion,
  cautiousLion,
  cautiousDecayLion,
  refinedLion,
  marsLion,
  muon,
  ...lionKOptimizers,
  paperAdamwSeed,
  paperDiscovered,
];

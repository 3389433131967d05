/**
 * What a worker trains with; a module of its own so that tests can put another in its place.
 */
export { loadDataset } from "../data/index.ts";
export { computedOn } from "../trainer/measured-on.ts";
export { runTrial } from "../trainer/run-trial.ts";
export { runStacked } from "../trainer/stack/run-stacked.ts";

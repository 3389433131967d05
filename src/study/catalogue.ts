/**
 * The names a study may use. Kept as an argument of the configuration, so that reading a study needs no data and no engine.
 */

/** What exists: checked when a study is read, and listed in the published schema. */
export interface Catalogue {
  readonly optimizers: readonly string[];
  readonly models: readonly string[];
  readonly datasets: readonly string[];
}

/** Everything the laboratory has. */
export const catalogue: Catalogue = {
  optimizers: ["sgd", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "nadam", "adamax", "amsgrad", "lion"],
  models: ["fashion-cnn"],
  datasets: ["fashion-mnist"],
};

/**
 * The names a study may use: checked when a study is read, and listed in the published schema.
 */
import { datasets, folderName } from "../data/index.ts";
import { models } from "../models/index.ts";
import { optimizers } from "../optimizers/index.ts";

/** Names of what exists. */
export interface Catalogue {
  readonly optimizers: readonly string[];
  readonly models: readonly string[];
  readonly datasets: readonly string[];
}

/** Everything the laboratory has. */
export const catalogue: Catalogue = {
  optimizers: optimizers.map(({ name }) => name),
  models: models.map(({ name }) => name),
  datasets: [...datasets.map(({ name }) => name), folderName],
};

/**
 * The names that a discovery file may use: checked when it is read, and listed in the published schema.
 */
import { models } from "../models/index.ts";
import { optimizers } from "../optimizers/index.ts";
import { paperFunctions } from "../program/genome-functions.ts";
import { proxies } from "../tasks/proxies/index.ts";

/** Names of what exists. */
export interface DiscoveryCatalogue {
  readonly proxies: readonly string[];
  readonly optimizers: readonly string[];
  /** Functions of the paper's dialect, operators under their symbol. */
  readonly functions: readonly string[];
  readonly models: readonly string[];
}

/** Everything the laboratory has. */
export const discoveryCatalogue: DiscoveryCatalogue = {
  proxies: proxies.map(({ name }) => name),
  optimizers: optimizers.map(({ name }) => name),
  functions: [...paperFunctions.keys()],
  models: models.map(({ name }) => name),
};

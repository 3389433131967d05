/**
 * Reading a discovery: its file or preset, changed as the command line says.
 */

import { loadConfigText, parseSetValue, readConfigText } from "../study/config-text.ts";
import { type Change, parseSet } from "../study/overrides.ts";
import { pathFrom } from "../study/read.ts";
import { type DiscoveryCatalogue, discoveryCatalogue } from "./catalogue.ts";
import { type DiscoveryConfig, discoverySchema, toDiscoveryConfig } from "./config.ts";
import { defaultBudget, parseBudget } from "./config-budget.ts";
import { withScaledJudging } from "./scaled-judging.ts";

/** Changes to a discovery from the command line. */
export interface DiscoveryOverrides {
  /**
   * Text of `--budget`; replaces the file's budget, except for a target alone, which is added to it. Judging is cut to the same share,
   * unless `set` says how to judge.
   */
  readonly budget?: string;
  /** The only search seed. */
  readonly seed?: number;
  /** `key=value` texts on dotted paths, e.g. `evolution.population=200`. */
  readonly set?: readonly string[];
}

/** How to read a discovery. `file` is the name used in messages; paths of program files start from `folder`. */
export interface DiscoveryReadOptions {
  readonly file?: string;
  readonly folder?: string;
  readonly overrides?: DiscoveryOverrides;
  readonly catalogue?: DiscoveryCatalogue;
}

/**
 * Reads a discovery file (a path with a slash or an ending) or a preset (a bare name).
 * Errors: `unknown-preset`, `other-preset`, `discovery-unreadable`, and those of `parseDiscovery`.
 */
export async function readDiscovery(
  target: string,
  options: Pick<DiscoveryReadOptions, "overrides" | "catalogue"> = {},
): Promise<DiscoveryConfig> {
  const { text, file, folder } = await loadConfigText(target, "discovery");
  return parseDiscovery(text, { ...options, file, folder });
}

/**
 * Reads the text of a discovery, YAML or JSON; an empty text is one with all defaults.
 * Errors: `discovery-syntax` (not YAML), `discovery-config` (breaks the schema; the sentence gives line and column, or the
 * flag that asked for the value), `bad-set`, `invalid-option` for the budget.
 */
export function parseDiscovery(text: string, options: DiscoveryReadOptions = {}): DiscoveryConfig {
  const { file = "discovery", folder = ".", overrides = {}, catalogue = discoveryCatalogue } = options;
  const read = (given: DiscoveryOverrides): DiscoveryConfig =>
    toDiscoveryConfig(
      readConfigText(
        { text, file, folder },
        {
          kind: "discovery",
          schema: discoverySchema(catalogue),
          prepare: (data) => withPathsFrom(folder, data ?? {}),
          changes: (data) => changesOf(given, data),
        },
      ),
    );
  const config = read(overrides);
  const { budget, ...others } = overrides;
  const asked = others.set?.some((text) => text.startsWith("funnel")) === true;
  return budget === undefined || asked ? config : withScaledJudging(config, read(others).budget);
}

/** The config of a stored discovery, with changes. Errors: those of `parseDiscovery`. */
export function configOfRecord(stored: unknown, overrides: DiscoveryOverrides = {}): DiscoveryConfig {
  return parseDiscovery(JSON.stringify(stored), { file: "stored configuration", overrides });
}

function changesOf({ budget, seed, set }: DiscoveryOverrides, data: unknown): readonly Change[] {
  const example = "evolution.population=200";
  const changes: Change[] = (set ?? []).map((text) => parseSet(text, { parseValue: parseSetValue, example }));
  if (budget !== undefined) changes.push({ flag: "--budget", path: ["budget"], value: budgetOf(budget, data) });
  if (seed !== undefined) changes.push({ flag: "--seed", path: ["seeds"], value: [seed] });
  return changes;
}

/** What `--budget` says, in place of the file's limits; a target alone is added to them. */
function budgetOf(text: string, data: unknown): { readonly [key: string]: unknown } {
  const given = parseBudget(text);
  const { budget = defaultBudget } = data as { readonly budget?: object };
  return Object.keys(given).join() === "target" ? { ...budget, ...given } : given;
}

/** The discovery with the path of its seed program seen from the working folder instead of from its own. */
function withPathsFrom(folder: string, discovery: unknown): unknown {
  const { seedProgram } = discovery as { readonly seedProgram?: unknown };
  if (folder === "." || seedProgram === undefined) return discovery;
  const isEntry = typeof seedProgram === "object" && seedProgram !== null;
  const moved = isEntry
    ? { ...seedProgram, name: pathFrom(folder, (seedProgram as { name?: unknown }).name) }
    : pathFrom(folder, seedProgram);
  return { ...(discovery as object), seedProgram: moved };
}

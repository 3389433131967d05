/**
 * Identities of trials and searches: the hash of everything that determines their numbers.
 */
import { canonicalAround, canonicalJson } from "../core/canonical-json.ts";
import { sha256Hex } from "../core/hash.ts";
import type { TrialConfig } from "./records.ts";
import type { SearchConfig } from "./search-records.ts";

/**
 * The key of a trial.
 *   key = first 16 hexadecimal digits of SHA-256(canonical JSON of the config, with the optimizer's name as its label)
 * A label is for people and says what varies in a study, so it determines no number and is no part of a key.
 * Equal configs have equal keys whatever the order of their properties.
 */
export function trialKey(config: TrialConfig): string {
  return keyOfText(configText(unlabelled(config)));
}

/** The canonical text of a config: a rate that an imported trial does not tell is left out of it. */
export function configText(config: TrialConfig): string {
  const { lr, ...rest } = config;
  return canonicalJson(config.imported !== undefined && Number.isNaN(lr) ? rest : config);
}

/** `trialKey` of configs that differ by their rate and seed alone; what they share is printed once. */
export function trialKeysOf(
  shared: Omit<TrialConfig, "lr" | "seed">,
): (numbers: Pick<TrialConfig, "lr" | "seed">) => string {
  const print = canonicalAround(unlabelled(shared), ["lr", "seed"]);
  return (numbers) => keyOfText(print(numbers));
}

/** The key that a config's canonical text gives. */
export function keyOfText(canonical: string): string {
  return sha256Hex(canonical).slice(0, 16);
}

/** The key as version 0.1.0 made it, where labels counted. */
export function labelledKey(config: TrialConfig): string {
  return keyOfText(configText(config));
}

function unlabelled<Config extends Pick<TrialConfig, "optimizer">>(config: Config): Config {
  const { optimizer } = config;
  return { ...config, optimizer: { ...optimizer, label: optimizer.name } };
}

/** The key of a search: by the same formula, over its config. */
export function searchKey(config: SearchConfig): string {
  return keyOfText(canonicalJson(config));
}

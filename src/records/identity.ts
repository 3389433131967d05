/**
 * Identities of trials and searches: the hash of everything that determines their numbers.
 */
import { canonicalJson, sha256Hex } from "../core/hash.ts";
import type { OptimizerConfig, TrialConfig } from "./records.ts";
import type { SearchConfig } from "./search-records.ts";

/**
 * The key of a trial.
 *   key = first 16 hexadecimal digits of SHA-256(canonical JSON of the config, with the optimizer's name as its label)
 * A label is for people and says what varies in a study, so it determines no number and is no part of a key. `known` is that of
 * `canonicalJson`. Equal configs have equal keys whatever the order of their properties.
 */
export function trialKey(config: TrialConfig, known?: WeakMap<object, string>): string {
  const { optimizer } = config;
  const plain = optimizer.label === optimizer.name ? config : { ...config, optimizer: unlabelled(optimizer) };
  return keyOfText(canonicalJson(plain, known));
}

/** The key that a config's canonical text gives. */
export function keyOfText(canonical: string): string {
  return sha256Hex(canonical).slice(0, 16);
}

/** The key as version 0.1.0 made it, where labels counted. */
export function labelledKey(config: TrialConfig): string {
  return keyOfText(canonicalJson(config));
}

const plainForms = new WeakMap<OptimizerConfig, OptimizerConfig>();

/** One object for each optimizer, so that `known` helps. */
function unlabelled(optimizer: OptimizerConfig): OptimizerConfig {
  const plain = plainForms.get(optimizer) ?? { ...optimizer, label: optimizer.name };
  plainForms.set(optimizer, plain);
  return plain;
}

/** The key of a search: by the same formula, over its config. */
export function searchKey(config: SearchConfig): string {
  return keyOfText(canonicalJson(config));
}

/**
 * Identities of trials and searches: the hash of everything that determines their numbers.
 */
import { canonicalJson, sha256Hex } from "../core/hash.ts";
import type { TrialConfig } from "./records.ts";
import type { SearchConfig } from "./search-records.ts";

/**
 * The key of a trial.
 *   key = first 16 hexadecimal digits of SHA-256(canonical JSON of the config)
 * `known` is that of `canonicalJson`. Equal configs have equal keys whatever the order of their properties.
 */
export function trialKey(config: TrialConfig, known?: WeakMap<object, string>): string {
  return sha256Hex(canonicalJson(config, known)).slice(0, 16);
}

/** The key of a search: by the same formula, over its config. */
export function searchKey(config: SearchConfig): string {
  return sha256Hex(canonicalJson(config)).slice(0, 16);
}

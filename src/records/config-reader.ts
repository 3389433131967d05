/**
 * Reading the configs of stored trials: each is checked against its key, and what many of them spell alike is parsed once.
 *
 * Trials of a study differ by their rate, their seed and their optimizer. The text around a config's rate and seed is its *frame*; the
 * configs of one frame share all other members, as objects too, so that whoever groups them by optimizer need not compare texts.
 */
import { keyOfText, labelledKey, trialKey } from "./identity.ts";
import type { TrialConfig } from "./records.ts";
import { requireStored, storedObject } from "./stored.ts";

/** What a row says of a trial's config. `label`: what the study that is listed calls the optimizer, where it says so. */
export interface ConfigRow {
  readonly key: string;
  readonly config: string;
  readonly label?: string | null;
}

/** Reads the configs of one listing; their shared parts live as long as it. The result's errors: `DamagedValue`. */
export function configReader(): (row: ConfigRow) => TrialConfig {
  const parse = framedParser();
  const relabelled = new Map<object, Map<string, TrialConfig["optimizer"]>>();
  return ({ key, config, label }) => {
    const what = `the config of trial ${key}`;
    const value = parse(config, what);
    requireStored(typeof value.optimizer === "object" && value.optimizer !== null, what);
    requireStored(isOfKey(config, { key, value }), what);
    if (label === null || label === undefined) return value;
    requireStored(typeof label === "string", `the label of trial ${key}`);
    if (label === value.optimizer.label) return value;
    const known = relabelled.get(value.optimizer) ?? new Map<string, TrialConfig["optimizer"]>();
    const optimizer = known.get(label) ?? { ...value.optimizer, label };
    relabelled.set(value.optimizer, known.set(label, optimizer));
    return { ...value, optimizer };
  };
}

/** Parses texts of configs: of a frame that was seen before, only the numbers. */
function framedParser(): (text: string, what: string) => TrialConfig {
  const frames = new Map<string, TrialConfig>();
  return (text, what) => {
    const framed = framedText(text);
    if (framed === null) return withRate(storedObject(text, what) as unknown as TrialConfig);
    const { frame, lr, seed } = framed;
    const shared = frames.get(frame);
    if (shared !== undefined) return { ...shared, lr, seed };
    const value = storedObject(text, what) as unknown as TrialConfig;
    if (isFrame(frame)) frames.set(frame, value);
    return value;
  };
}

/** An imported trial whose file told no rate has none in its text. */
function withRate(config: TrialConfig): TrialConfig {
  return config.imported !== undefined && !("lr" in config) ? { ...(config as TrialConfig), lr: Number.NaN } : config;
}

/** A text in three parts with the marks between them in place of the rate and the seed; null where it has no such numbers. */
function framedText(text: string): { readonly frame: string; readonly lr: number; readonly seed: number } | null {
  const [lr, seed] = [numberAfter(text, text.indexOf('"lr":') + 5), numberAfter(text, text.lastIndexOf('"seed":') + 7)];
  if (lr === null || seed === null || seed.start < lr.end) return null;
  const frame = `${text.slice(0, lr.start)}${marks.lr}${text.slice(lr.end, seed.start)}${marks.seed}${text.slice(seed.end)}`;
  return { frame, lr: lr.value, seed: seed.value };
}

const marks = { lr: '"the rate"', seed: '"the seed"' } as const;

/** Whether the marks stand where a config has its rate and seed, and not inside another member. */
function isFrame(frame: string): boolean {
  const { lr, seed } = JSON.parse(frame) as { readonly lr?: unknown; readonly seed?: unknown };
  return JSON.stringify(lr) === marks.lr && JSON.stringify(seed) === marks.seed;
}

/** The number of a JSON text that starts at a position and is followed by a comma. */
function numberAfter(
  text: string,
  start: number,
): { readonly start: number; readonly end: number; readonly value: number } | null {
  const end = text.indexOf(",", start);
  const digits = text.slice(start, end);
  return end > start && jsonNumber.test(digits) ? { start, end, value: Number(digits) } : null;
}

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/**
 * Whether a config is the one that its key was made from, under any label. What we wrote is the canonical text itself, so its hash tells
 * without printing it anew; a text that is spelled otherwise is judged by its value.
 */
function isOfKey(text: string, { key, value }: { readonly key: string; readonly value: TrialConfig }): boolean {
  const { label, name } = value.optimizer;
  const named = (of: string): string => `"label":${JSON.stringify(of)},"name":${JSON.stringify(name)},`;
  const plain = label === name ? text : text.replace(named(label), () => named(name));
  if (keyOfText(plain) === key) return true;
  return trialKey(value) === key || labelledKey(value) === key;
}

/** A setting as the query of an address, in the words of problem files, and back. What is as at first is not written. */
import type { Rectangle } from "../../src/lionk/figures/contour-lines.ts";
import { kNamed } from "../../src/lionk/functions/index.ts";
import type { KParameter, KValues } from "../../src/lionk/k-function.ts";
import { offeredObjectives, typedFormula } from "./objectives.ts";
import { offeredKs, startValues } from "./offered-k.ts";
import { firstSetting, mostSteps, type Setting } from "./setting.ts";

/** One word of the query. `read` gives null where the text says no such thing. */
interface Word<K extends keyof Setting> {
  readonly key: K;
  readonly word: string;
  readonly read: (text: string) => Setting[K] | null | undefined;
  readonly write?: (value: Setting[K]) => string;
}

function word<K extends keyof Setting>(one: Word<K>): Word<K> {
  return one;
}

const number = (text: string): number | null =>
  /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : null;

const whole =
  (low: number, high: number) =>
  (text: string): number | null =>
    /^\d+$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : null;

const oneOf =
  <T extends string>(...all: readonly T[]) =>
  (text: string): T | null =>
    all.find((one) => one === text) ?? null;

/** `count` numbers between commas. */
function numbers(text: string, count?: number): readonly number[] | null {
  const list = text.split(",").map(number);
  return list.includes(null) || (count !== undefined && list.length !== count) ? null : (list as number[]);
}

function region(text: string): Rectangle | null {
  const [left, right, low, high] = numbers(text, 4) ?? [];
  return left !== undefined && left < right! && low! < high! ? { x: [left, right!], y: [low!, high!] } : null;
}

const words = [
  word({ key: "f", word: "f", read: oneOf(typedFormula, ...offeredObjectives.map(({ name }) => name)) }),
  word({ key: "formula", word: "formula", read: (text) => (text.length <= longestFormula ? text : null) }),
  word({ key: "convex", word: "convex", read: (text) => (text === "true" ? true : null) }),
  word({ key: "curvature", word: "curvature", read: number }),
  word({ key: "k", word: "k", read: oneOf(...offeredKs.map(({ name }) => name)) }),
  word({ key: "lambda", word: "decay", read: number }),
  word({ key: "eta", word: "lr", read: number }),
  word({ key: "beta1", word: "beta1", read: number }),
  word({ key: "beta2", word: "beta2", read: number }),
  word({ key: "schedule", word: "schedule", read: oneOf("constant", "cosine") }),
  word({ key: "decay", word: "decayForm", read: oneOf("explicit", "implicit") }),
  word({ key: "steps", word: "steps", read: whole(1, mostSteps) }),
  word({ key: "noise", word: "noise", read: number }),
  word({ key: "seed", word: "seed", read: whole(0, 2 ** 31) }),
  word({ key: "x0", word: "x0", read: (text) => numbers(text, 2) as Setting["x0"] | null }),
  word({ key: "step", word: "step", read: whole(0, mostSteps) }),
  word({ key: "stop", word: "stop", read: whole(1, 99) }),
  word({
    key: "view",
    word: "view",
    read: region,
    write: (view) => [...view!.x, ...view!.y].map((end) => Number(end.toPrecision(6))).join(","),
  }),
] as const;

/** Letters of a formula that an address may hold. */
export const longestFormula = 1000;

/** Before the name of a parameter of K. */
const ofK = "k.";

/** The query of a setting. */
export function queryOf(setting: Setting): string {
  const parts = words.flatMap((one) => {
    const { key, word: name, write = String } = one as Word<keyof Setting>;
    const value = setting[key];
    if (JSON.stringify(value) === JSON.stringify(firstSetting[key])) return [];
    return [`${name}=${encoded(write(value))}`];
  });
  const usual = startValues(kNamed(setting.k));
  const values = Object.entries(setting.values).flatMap(([name, value]) =>
    JSON.stringify(value) === JSON.stringify(usual[name]) ? [] : [`${ofK}${name}=${encoded(String(value))}`],
  );
  return [...parts, ...values].join("&");
}

/** A setting that was read, and a sentence for each word of the query that could not be taken up. */
export interface ReadSetting {
  readonly setting: Setting;
  readonly refused: readonly string[];
}

/** The setting of a query. */
export function settingOf(query: string): ReadSetting {
  const given = new URLSearchParams(query);
  const refused: string[] = [];
  const take = <T>(name: string, text: string, value: T | null | undefined): value is T => {
    if (value !== null && value !== undefined) return true;
    refused.push(
      `The address says ${name}=${text.slice(0, 60)}, which cannot be taken up; what is usual stands in its place.`,
    );
    return false;
  };
  let setting = firstSetting;
  for (const one of words) {
    const { key, word: name, read } = one as Word<keyof Setting>;
    const text = given.get(name);
    if (text === null) continue;
    const value = read(text);
    if (take(name, text, value)) setting = { ...setting, [key]: value };
  }
  const k = kNamed(setting.k);
  let values: KValues = startValues(k);
  for (const [name, text] of given) {
    if (!name.startsWith(ofK)) {
      if (!words.some((one) => one.word === name)) take(name, text, null);
      continue;
    }
    const declared = k.parameters[name.slice(ofK.length)];
    const value = declared === undefined ? null : parameterOf(declared, text);
    if (take(name, text, value)) values = { ...values, [name.slice(ofK.length)]: value };
  }
  return { setting: { ...setting, values }, refused };
}

/** A value of a parameter of K, as one writes it. */
export function parameterOf({ kind }: KParameter, text: string): number | readonly number[] | null {
  return kind === "number" ? number(text.trim()) : numbersOf(text);
}

/** Numbers between commas, as one writes them; null where it is anything else. */
export function numbersOf(text: string): readonly number[] | null {
  return numbers(text.replaceAll(/\s/g, ""));
}

/** Encoded where an address needs it; commas and signs of a formula stay readable. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%2F", "/");
}

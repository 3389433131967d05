/**
 * All that the playground shows, in its address: what is left out is as it is at first. What an address says is checked like anything that
 * others wrote: what is not understood is left out.
 */
import type { HyperparameterValues } from "../../../src/program/symbolic.ts";
import type { Rival } from "../worker/messages.ts";
import { mostCharacters, packText, unpackText } from "./packed-text.ts";

/** What is shown. */
export interface PlaygroundState {
  /** Optimizer of the library that the text began as; null for a text of one's own. */
  readonly from: string | null;
  /** The text, where it is another than that optimizer's. */
  readonly text: string | null;
  /** Name of the program's file, without its ending. */
  readonly name: string;
  readonly values: HyperparameterValues;
  /** Rate of the program's path; null for the best of those tried. */
  readonly lr: number | null;
  readonly rivals: readonly Rival[];
  /** Name of the function. */
  readonly on: string;
  /** Null for the function's own start. */
  readonly start: readonly [number, number] | null;
  readonly steps: number;
  readonly seed: number;
  /** Target whose text is shown. */
  readonly target: string;
}

/** Lion beside Adam, on Rosenbrock's function. */
export const firstState: PlaygroundState = {
  from: "lion",
  text: null,
  name: "my-optimizer",
  values: {},
  lr: null,
  rivals: [
    { name: "adam", lr: null },
    { name: "lion", lr: null },
  ],
  on: "rosenbrock",
  start: null,
  steps: 300,
  seed: 0,
  target: "pytorch",
};

/** Steps of a path, at most; and paths beside the program's. */
export const mostSteps = 5_000;
/** Paths beside the program's, at most. */
export const mostRivals = 6;

/** Whether a text may be part of an address; a longer one is left out. */
export function fitsLink(text: string): boolean {
  return text.length <= mostCharacters;
}

/** The query of an address. */
export function queryOf(state: PlaygroundState): string {
  const query = new URLSearchParams();
  const put = (key: string, value: string, standard: string): void => {
    if (value !== standard) query.set(key, value);
  };
  put("o", state.from ?? "", firstState.from ?? "");
  if (state.text !== null && fitsLink(state.text)) query.set("p", packText(state.text));
  put("n", state.name, firstState.name);
  const values = Object.entries(state.values).map(([name, value]) => `${name}:${value}`);
  put("v", values.join(","), "");
  put("lr", rateText(state.lr), rateText(firstState.lr));
  put("vs", rivalsText(state.rivals), rivalsText(firstState.rivals));
  put("f", state.on, firstState.on);
  put("at", state.start?.map(coordinateText).join(",") ?? "", "");
  put("steps", String(state.steps), String(firstState.steps));
  put("seed", String(state.seed), String(firstState.seed));
  put("to", state.target, firstState.target);
  return query.toString();
}

/** Whether a query has a text that nobody can read. */
export function hasBrokenText(text: string): boolean {
  const packed = new URLSearchParams(text).get("p");
  return packed !== null && unpackText(packed) === null;
}

/** What a query says. */
export function stateOf(text: string): PlaygroundState {
  const query = new URLSearchParams(text);
  const packed = query.get("p");
  return {
    from: query.has("o") ? word(query.get("o")) : firstState.from,
    text: packed === null ? null : unpackText(packed),
    name: fileName(query.get("n")) ?? firstState.name,
    values: valuesOf(query.get("v") ?? ""),
    lr: rateOf(query.get("lr") ?? ""),
    rivals: query.has("vs") ? rivalsOf(query.get("vs")!) : firstState.rivals,
    on: word(query.get("f")) ?? firstState.on,
    start: pointOf(query.get("at") ?? ""),
    steps: whole(query.get("steps"), { low: 1, high: mostSteps }) ?? firstState.steps,
    seed: whole(query.get("seed"), { low: 0, high: 1_000_000 }) ?? firstState.seed,
    target: word(query.get("to")) ?? firstState.target,
  };
}

/** A name that a file may have on any system, for what people type; null where nothing is left of it. */
export function fileName(text: string | null): string | null {
  const name = (text ?? "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "")
    .slice(0, 60);
  return name === "" ? null : name;
}

function word(text: string | null): string | null {
  return text !== null && /^[a-z0-9-]{1,40}$/.test(text) ? text : null;
}

function whole(text: string | null, { low, high }: { readonly low: number; readonly high: number }): number | null {
  const value = Number(text);
  return text !== null && text !== "" && Number.isInteger(value) && value >= low && value <= high ? value : null;
}

function rateText(lr: number | null): string {
  return lr === null ? "" : String(lr);
}

/** A rate above 0; null for anything else, which stands for the best of those tried. */
export function rateOf(text: string): number | null {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) && value > 0 ? value : null;
}

function rivalsText(rivals: readonly Rival[]): string {
  return rivals.map(({ name, lr }) => (lr === null ? name : `${name}:${lr}`)).join(",");
}

function rivalsOf(text: string): readonly Rival[] {
  const found = text.split(",").flatMap((each): Rival[] => {
    const [name = "", lr = ""] = each.split(":");
    return word(name) === null ? [] : [{ name, lr: rateOf(lr) }];
  });
  return found.filter(({ name }, at) => found.findIndex((each) => each.name === name) === at).slice(0, mostRivals);
}

function valuesOf(text: string): HyperparameterValues {
  const pairs = text.split(",").flatMap((each): [string, number | boolean][] => {
    const [, name, value] = /^([A-Za-z]\w{0,60}):(.+)$/.exec(each) ?? [];
    if (name === undefined) return [];
    if (value === "true" || value === "false") return [[name, value === "true"]];
    return Number.isFinite(Number(value)) ? [[name, Number(value)]] : [];
  });
  return Object.fromEntries(pairs.slice(0, 100));
}

/** Four digits are more than a pointer has. */
function coordinateText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function pointOf(text: string): readonly [number, number] | null {
  const [x, y, more] = text.split(",").map(Number);
  return more === undefined && Number.isFinite(x) && Number.isFinite(y) && text !== "" ? [x!, y!] : null;
}

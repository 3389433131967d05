/**
 * Names of a listing as papers write them: `w` is \theta, `beta1` \beta_1, `lr` \eta_t, `m_hat` \hat{m}_t.
 *
 * What changes from step to step bears t. The weights and what is carried bear t-1 until the step has given them their new value.
 */
import type { CodeName, NameKind } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { identifiersOf } from "../text/identifiers.ts";

/** Writes names; `assign` says that a name has its new value from here on. */
export interface Symbols {
  read(name: CodeName): string;
  /** Of a hyperparameter. */
  constant(name: string): string;
  /** Of the weights or a state before the first step. */
  first(name: string): string;
  /** The symbol of a name that is being given a value. */
  assign(name: string, varies: boolean): string;
}

/** Symbols of a listing, no two the same. Names that would be get a prime. */
export function symbolsOf(listing: Listing): Symbols {
  const wishes = identifiersOf(listing, { reserved: latexReserved, wish: symbolOf });
  const carried = new Set(["w", ...[...listing.states, ...listing.scalars].map(({ name }) => name)]);
  const assigned = new Set<string>();
  const symbol = (name: string, index: string): string => {
    const [, base, primes] = /^(.*?)(_*)$/.exec(wishes.get(name)!)!;
    return indexed(base!, "'".repeat(primes!.length), index);
  };
  return {
    read: ({ name, varies }) => {
      if (name === "step") return "t";
      if (carried.has(name)) return symbol(name, assigned.has(name) ? "t" : "t-1");
      return symbol(name, varies ? "t" : "");
    },
    constant: (name) => symbol(name, name === "lr" ? "t" : ""),
    first: (name) => symbol(name, "0"),
    assign: (name, varies) => {
      assigned.add(name);
      return symbol(name, varies || carried.has(name) ? "t" : "");
    },
  };
}

/** What stands for itself: the step, the mask and the objective. */
export const latexReserved: ReadonlySet<string> = new Set(["t", "M", "f"]);

const known: { readonly [name: string]: string } = {
  w: "\\theta",
  g: "g",
  lr: "\\eta",
  peak_lr: "\\eta|\\max",
  total_steps: "T",
  l2: "\\lambda|2",
  decay: "\\lambda",
  momentum: "\\mu",
  dampening: "\\tau",
};

const greek =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega";
const letters = new Set(greek.split(" "));
const accents: { readonly [suffix: string]: string } = { hat: "\\hat", bar: "\\bar", tilde: "\\tilde" };

/** A symbol: what it is, then its indices, with `|` between. A word that no symbol stands for stays one. */
function symbolOf(name: string, of: NameKind): string {
  if (of === "total") return "S";
  const sign = known[name];
  if (sign !== undefined) return sign;
  const [, stem = name, digits = ""] = /^(.*?[^\d_])_?(\d+)$/.exec(name) ?? [];
  const index = digits === "" ? [] : [digits];
  const parts = stem.split("_").filter((part) => part !== "");
  const place = parts[0] === "new" || parts[0] === "old" ? parts.shift() : undefined;
  const accent = accents[parts.at(-1) ?? ""];
  if (accent !== undefined && parts.length > 1) parts.pop();
  const [first = name, ...rest] = parts;
  const base = known[first] ?? (letters.has(first) ? `\\${first}` : first.length === 1 ? first : null);
  if (base === null) return [word([...(place === undefined ? [] : [place]), ...parts].join(" ")), ...index].join("|");
  const marked = accent !== undefined && parts.length > 0 && name !== accent ? `${accent}{${base}}` : base;
  const under = [...rest, ...(place === undefined ? [] : [place])].map(word);
  return [marked, ...under, ...index].join("|");
}

function word(text: string): string {
  return text.length === 1 ? text : `\\mathrm{${text.replaceAll(" ", "\\ ")}}`;
}

function indexed(wish: string, primes: string, index: string): string {
  const [base, ...under] = wish.split("|");
  const indices = [...under, ...(index === "" ? [] : [index])].join(",");
  const single = /^(?:[^\\]|\\[a-z]+)$/.test(indices);
  return `${base}${primes}${indices === "" ? "" : single ? `_${indices}` : `_{${indices}}`}`;
}

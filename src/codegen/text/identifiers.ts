/**
 * Names of a listing as identifiers of a target.
 *
 * The rule: a name is what the target's users call it (`w` becomes `param`); one that the language reserves or that is taken gets an
 * underscore at its end. A class is called after the optimizer in words that begin with capitals; what is no letter or digit of ASCII
 * separates words; a name that would begin with a digit, or be empty, gets `Optimizer` in front, one that the file imports `Exported` behind.
 */
import type { NameKind } from "../listing/expression.ts";
import { nodesOf } from "../listing/expression.ts";
import { expressionsOf, type Listing, statementsOf } from "../listing/listing.ts";

/** What a target calls a name of the listing; names that it says nothing about stay as they are. */
export type Wish = (name: string, of: NameKind) => string;

/** An identifier for each name of the listing, no two the same. */
export function identifiersOf(
  listing: Listing,
  { reserved, wish }: { readonly reserved: ReadonlySet<string>; readonly wish: Wish },
): ReadonlyMap<string, string> {
  const kinds = new Map<string, NameKind>([
    ["w", "weights"],
    ["g", "gradient"],
    ["lr", "fact"],
    ["step", "fact"],
    ...listing.hyperparameters.filter(({ name }) => name !== "lr").map(({ name }) => [name, "hyperparameter"] as const),
    ...listing.states.map(({ name }) => [name, "state"] as const),
    ...listing.scalars.map(({ name }) => [name, "scalar"] as const),
    ...listing.passes.flatMap(({ totals }) => totals).map(({ name }) => [name, "total"] as const),
  ]);
  for (const { name } of statementsOf(listing)) if (!kinds.has(name)) kinds.set(name, "local");
  for (const node of expressionsOf(listing).flatMap(nodesOf)) {
    if (node.kind === "name" && !kinds.has(node.name)) kinds.set(node.name, node.of);
  }
  const taken = new Set(reserved);
  const found = new Map<string, string>();
  for (const [name, kind] of kinds) {
    let identifier = wish(name, kind);
    while (taken.has(identifier)) identifier += "_";
    taken.add(identifier);
    found.set(name, identifier);
  }
  return found;
}

/** `AdamW`, `PaperDiscovered`, `LionKHuber`: see above. `imported`: names of the file that are no longer free. */
export function classNameOf(
  { name, title }: Pick<Listing, "name" | "title">,
  imported: ReadonlySet<string> = new Set(),
): string {
  const words = (text: string): string[] =>
    plainLetters(text)
      .split(/[^A-Za-z0-9]+/)
      .filter((word) => word !== "");
  const joined = (text: string): string =>
    words(text)
      .map((word) => word[0]!.toUpperCase() + word.slice(1))
      .join("");
  const [byName, byTitle] = [joined(name), joined(title)];
  // A title that is the name with its capitals, as AdamW is, knows better than the name where they stand.
  const chosen = byTitle.toLowerCase() === byName.toLowerCase() ? byTitle : byName;
  const legal = /^[A-Za-z]/.test(chosen) ? chosen : `Optimizer${chosen}`;
  return imported.has(legal) ? `${legal}Exported` : legal;
}

/** `paper_discovered`, for functions and files; `reserved` as above. */
export function functionNameOf(name: string, reserved: ReadonlySet<string> = new Set()): string {
  const plain = plainLetters(name)
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
  const legal = /^[a-z]/.test(plain) ? plain : `optimizer_${plain}`.replace(/_$/, "");
  return reserved.has(legal) ? `${legal}_` : legal;
}

/** Accents taken off letters. */
function plainLetters(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "");
}

/** Which program is looked at, as the address keeps it: `program=SEARCH.IDENTITY&step=CHILD&against=parent`. */

/** What the text of a program is compared with. */
export type Against = "nothing" | "parent" | "seed";

/** A program of a search. */
export interface ProgramPlace {
  readonly search: string;
  readonly identity: string;
}

/** What is picked; null: what the view offers by itself. */
export interface Picked {
  readonly place: ProgramPlace | null;
  /** A child of its line whose program is shown in its place. */
  readonly step: number | null;
  readonly against: Against;
}

const ways: readonly Against[] = ["nothing", "parent", "seed"];

/** What an address says; what it says wrongly is as if it said nothing. */
export function pickedOf(query: string): Picked {
  const words = new URLSearchParams(query);
  const [, search, identity] = /^([0-9a-z-]{1,64})\.([0-9a-z-]{1,64})$/.exec(words.get("program") ?? "") ?? [];
  const step = words.get("step") ?? "";
  return {
    place: search === undefined || identity === undefined ? null : { search, identity },
    step: /^\d{1,9}$/.test(step) ? Number(step) : null,
    against: ways.find((way) => way === words.get("against")) ?? "parent",
  };
}

/** An address that says it. */
export function queryOf({ place, step, against }: Picked): string {
  const words = new URLSearchParams();
  if (place !== null) words.set("program", `${place.search}.${place.identity}`);
  if (step !== null) words.set("step", String(step));
  if (against !== "parent") words.set("against", against);
  return words.toString();
}

/** What an exported file says of where it comes from, and how that is read again. */
import type { LibraryRequest } from "../../optimizers/resolve-text.ts";
import type { Listing } from "./listing.ts";

/** `its optimizer adamw (torch, l2=0)` */
export function originOf({ name, convention, fixed }: Pick<Listing, "name" | "convention" | "fixed">): string {
  return `its optimizer ${name} (${[convention, ...Object.entries(fixed).map((each) => each.join("="))].join(", ")})`;
}

/** Whether a file was exported from a program file, which is none of the library's optimizers whatever it is called. */
export function isOfProgramFile(text: string): boolean {
  return /: the (?:program file|file|discovery|run) |; changed since it was exported/.test(headOf(text));
}

/** The request that a file was exported by, whatever marks its comments; null where it does not say. */
export function readOrigin(text: string): Required<LibraryRequest> | null {
  const found = /from its optimizer (.{1,200}?) \((torch|keras|paper)((?:, \w+=[^,)]+)*)\)/.exec(headOf(text));
  if (found === null) return null;
  const values = found[3]!
    .split(", ")
    .slice(1)
    .map((each) => each.split("=") as [string, string]);
  return {
    name: found[1]!,
    convention: found[2] as NonNullable<LibraryRequest["convention"]>,
    hyperparameters: Object.fromEntries(values.map(([name, value]) => [name, settingOf(value)])),
  };
}

function settingOf(text: string): number | boolean {
  return text === "true" || text === "false" ? text === "true" : Number(text);
}

/** The first lines as one, without what marks comments. */
function headOf(text: string): string {
  return text
    .slice(0, 4000)
    .replace(/\n[ \t]*(?:#|%|\/\/|\*)?/g, " ")
    .replace(/\s+/g, " ");
}

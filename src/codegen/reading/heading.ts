/**
 * The first lines of an exported file: what it is, where it comes from. Written by the targets for Python, read again from there and from the
 * comments of a program file.
 */
import { type Lineage, lineageOpening } from "../listing/lineage.ts";
import type { Listing } from "../listing/listing.ts";
import { readOrigin } from "../listing/origin.ts";
import { wrapWords } from "../text/python.ts";
import { headingText } from "../text/python-heading.ts";

/** What a heading says. */
export type Heading = Pick<Listing, "name" | "title" | "summary" | "convention" | "source" | "deviation" | "fixed"> & {
  /** The rate's default and what is said of it, of a program file, which cannot declare it. */
  readonly rate: { readonly default: number; readonly about: string } | null;
  readonly lineage: Lineage | null;
};

/** The heading of a module or a program file; null where it has none of ours. */
export function readHeading(text: string): Heading | null {
  const found = /^\s*r?"""([\s\S]*?)"""/.exec(text)?.[1]?.replaceAll("\\\\", "\\") ?? commentsOf(text);
  const paragraphs = found.split(/\n[ \t]*\n/).map((each) => each.replace(/\s+/g, " ").trim());
  const origin = readOrigin(found);
  const first = /^(.+?): (.+)$/.exec(paragraphs[0]!);
  const facts = /^Source: (.*?)(?: Deviation: (.*?))? Written by Lionlab from /.exec(paragraphs[1] ?? "");
  if (origin === null || first === null || facts === null) return null;
  const rate = /(?:^| )Default rate: (\S+) \((.*?)\)\.(?: |$)/.exec(paragraphs.slice(2).join(" "));
  return {
    name: origin.name,
    title: first[1]!,
    summary: first[2]!,
    convention: origin.convention,
    source: facts[1]!.replace(/\.$/, ""),
    deviation: facts[2] ?? "none",
    fixed: origin.hyperparameters,
    rate: rate === null || !Number.isFinite(Number(rate[1])) ? null : { default: Number(rate[1]), about: rate[2]! },
    lineage: lineageIn(found),
  };
}

/** The paragraph on where a program was found, whose lines go on further right; null where there is none. */
function lineageIn(text: string): Lineage | null {
  const paragraph = text.split(/\n[ \t]*\n/).find((each) => each.trim().startsWith(lineageOpening));
  if (paragraph === undefined) return null;
  return {
    text: paragraph
      .trim()
      .replace(/\n[ \t]+/g, " ")
      .split("\n"),
  };
}

/** The comments that a text begins with. */
function commentsOf(text: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return lines
    .slice(0, Math.max(0, end))
    .map((line) => line.replace(/^# ?/, ""))
    .join("\n");
}

/** The same as comments of a program file, which `readHeading` reads. */
export function headingComments(listing: Listing): string {
  const rate = listing.hyperparameters.find(({ name }) => name === "lr");
  const lines = [
    ...headingText(listing),
    ...(rate === undefined ? [] : ["", ...wrapWords(`Default rate: ${rate.default} (${rate.about}).`)]),
  ];
  return lines.map((line) => `# ${line}`.trimEnd()).join("\n");
}

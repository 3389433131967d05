/** The text of a program file, with what an optimizer says of itself as comments. */
import type { Program } from "../../program/ast.ts";
import { printProgram, printStatement } from "../../program/print.ts";
import type { Listing } from "../listing/listing.ts";
import { headingComments } from "./heading.ts";
import { listRead, type ReadOptimizer } from "./read-export.ts";

/** The text of a program file for an optimizer whose program stands for itself. */
export function programFileOf(read: ReadOptimizer): string {
  const listing = listRead(read);
  const heading = read.heading === null ? "" : `${headingComments(listing)}\n`;
  return heading + withAbouts(read.program, listing);
}

/** A program with what is said of its hyperparameters behind their declarations. */
function withAbouts(program: Program, { hyperparameters }: Listing): string {
  if (program.dialect === "paper") return printProgram(program);
  const lines = program.statements.map((statement) => {
    const about =
      statement.kind === "hyper" ? hyperparameters.find(({ name }) => name === statement.target)?.about : undefined;
    return about === undefined ? printStatement(statement) : `${printStatement(statement)}  # ${about}`;
  });
  return `${lines.join("\n")}\n`;
}

/** What is said of a text that cannot be read: one sentence with the line, what stands there, and what would be read. */
import { LabError } from "../../core/errors.ts";
import type { Position } from "../../program/ast.ts";

/** Something that cannot be read, at a line. `message`: what stands there and what would be accepted, without a capital, for "line 3: …". */
export class ReadMistake extends Error {
  readonly at: Position;

  constructor(message: string, at: Position) {
    super(message);
    this.at = at;
  }
}

/** The error that a command shows. `shown`: what was read, as in "adamw.py". Errors: `unreadable-program` always. */
export function unreadable(shown: string, message: string, at: Position): LabError {
  const sentence = message.replace(/\s+/g, " ").replace(/[. ]+$/, "");
  return new LabError("unreadable-program", `${shown}, line ${at.line}: ${sentence}.`, {
    line: at.line,
    column: at.column,
  });
}

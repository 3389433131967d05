/**
 * Sentences about a place in a program: what is wrong, line and column, the source line, and a caret under the place.
 */
import { LabError } from "../core/errors.ts";
import type { Position } from "./ast.ts";

/** Error at a place of a program's text. `code` is the LabError code; `data` gains `line` and `column`. */
export function sourceError(code: string, message: string, text: string, at: Position): LabError {
  return new LabError(code, `${message}\n${excerpt(text, at)}`, { line: at.line, column: at.column });
}

/** `line 3, column 7` and below it the source line with a caret under the column. */
export function excerpt(text: string, at: Position): string {
  const line = (text.split(/\r\n|\n|\r/)[at.line - 1] ?? "").replaceAll("\t", " ");
  const prefix = `  ${at.line} | `;
  const start = Math.max(0, at.column - 80);
  const shown = line.slice(start, start + 120);
  return `  at line ${at.line}, column ${at.column}:\n${prefix}${shown}\n${" ".repeat(prefix.length + at.column - 1 - start)}^`;
}

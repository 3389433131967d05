/** Where something stands in a JSON text. */
import type { Position } from "../../program/ast.ts";
import { type Token, tokenize } from "../../program/lexer.ts";

/** The place of what a path leads to, as far as the text has it; of valid JSON. */
export function placeIn(text: string, path: readonly PropertyKey[]): Position {
  const tokens = tokenize(text, { syntax: "python" }).filter(({ kind }) => kind !== "end");
  let at = 0;
  for (const key of path) {
    const found = child(tokens, at, String(key));
    if (found === null) break;
    at = found;
  }
  return tokens[at]!.at;
}

/** The first thing in a text that keeps it from being JSON, as it stands there; null where the grammar finds nothing. */
export function faultIn(text: string): { readonly at: Position; readonly found: string } | null {
  const tokens = tokenize(text, { syntax: "python" }).filter(({ kind }) => kind !== "end");
  let next = 0;
  const take = (allowed: RegExp): boolean => {
    const { kind, text: word } = tokens[next]!;
    const is = kind !== "eof" && kind !== "bad" && allowed.test(word);
    if (is) next += 1;
    return is;
  };
  const members = (close: RegExp, member: () => boolean): boolean => {
    if (take(close)) return true;
    do if (!member()) return false;
    while (take(/^,$/));
    return take(close);
  };
  const value = (depth: number): boolean => {
    if (depth > 200) return false;
    if (take(/^\{$/)) return members(/^\}$/, () => take(/^"/) && take(/^:$/) && value(depth + 1));
    if (take(/^\[$/)) return members(/^\]$/, () => value(depth + 1));
    if (take(/^-$/)) return take(/^\d/);
    return take(/^(?:"(?!"")|\d|true$|false$|null$)/);
  };
  if (value(0) && tokens[next]!.kind === "eof") return null;
  const { at, kind, text: found } = tokens[next]!;
  return { at, found: kind === "eof" ? "the end of the file" : JSON.stringify(found) };
}

/** The token that a member's value begins with. */
function child(tokens: readonly Token[], at: number, key: string): number | null {
  const isList = tokens[at]!.text === "[";
  if (!isList && tokens[at]!.text !== "{") return null;
  for (let i = at + 1, count = 0; tokens[i]!.kind !== "eof" && !/^[\]}]$/.test(tokens[i]!.text); count++) {
    const name = isList ? String(count) : (JSON.parse(tokens[i]!.text) as string);
    const value = isList ? i : i + 2;
    if (name === key) return value;
    i = after(tokens, value);
    if (tokens[i]!.text === ",") i += 1;
  }
  return null;
}

/** The token after a value. */
function after(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at; ; i++) {
    const { text, kind } = tokens[i]!;
    if (kind === "eof") return i;
    if (/^[[{]$/.test(text)) depth += 1;
    if (/^[\]}]$/.test(text)) depth -= 1;
    if (depth === 0 && text !== "-" && text !== "+") return i + 1;
  }
}

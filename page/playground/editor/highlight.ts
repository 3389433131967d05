/** A line of a program as pieces, each of one kind: for colours. */
import { keywords } from "../../../src/program/ast.ts";
import { functionNames } from "../../../src/program/functions.ts";
import { tokenize } from "../../../src/program/lexer.ts";

/** What a piece is. `fact`: a name that always has a value; `function`: what can be called. */
export type PieceKind = "blank" | "comment" | "number" | "keyword" | "fact" | "function" | "name" | "operator" | "bad";

/** A piece; pieces of a line put together are the line. `wrong`: a mistake begins here. */
export interface Piece {
  readonly text: string;
  readonly kind: PieceKind;
  readonly wrong: boolean;
}

const words: ReadonlySet<string> = new Set(keywords);
const facts: ReadonlySet<string> = new Set(["w", "g", "lr", "peak_lr", "step", "total_steps", "zeros", "ones"]);
const callable: ReadonlySet<string> = new Set([...functionNames("library"), ...functionNames("paper")]);

/** Characters of a line beyond which it has one colour. */
const longest = 2_000;

/** The pieces of a line. `wrong`: columns, from 1, at which mistakes begin; one beyond the end gets a piece of its own, empty. */
export function piecesOf(line: string, wrong: readonly number[] = []): readonly Piece[] {
  const plain: Piece[] = [{ text: line, kind: "name", wrong: wrong.length > 0 }];
  return line.length > longest ? plain : withEnd(lexed(line, wrong), line, wrong);
}

function lexed(line: string, wrong: readonly number[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const between = (end: number): void => {
    const gap = line.slice(at, end);
    const hash = gap.indexOf("#");
    const blank = hash < 0 ? gap : gap.slice(0, hash);
    if (blank !== "") pieces.push({ text: blank, kind: "blank", wrong: false });
    if (hash >= 0) pieces.push({ text: gap.slice(hash), kind: "comment", wrong: false });
  };
  for (const token of tokenize(line)) {
    if (token.kind === "eof") break;
    between(token.offset);
    const end = token.offset + token.text.length;
    const inside = (column: number): boolean => column - 1 >= token.offset && column - 1 < end;
    const after = /^\s*\(/.test(line.slice(end));
    pieces.push({ text: token.text, kind: kindOf(token, after), wrong: wrong.some(inside) });
    at = end;
  }
  between(line.length);
  return pieces;
}

function kindOf({ kind, text }: { readonly kind: string; readonly text: string }, beforeBracket: boolean): PieceKind {
  if (kind === "number" || kind === "bad") return kind;
  if (kind !== "name") return "operator";
  if (words.has(text)) return "keyword";
  if (beforeBracket && callable.has(text)) return "function";
  return facts.has(text) ? "fact" : "name";
}

/** A mistake where nothing stands, as at the end of a line. */
function withEnd(pieces: readonly Piece[], line: string, wrong: readonly number[]): readonly Piece[] {
  const marked = pieces.some((piece) => piece.wrong);
  return wrong.length > 0 && !marked && wrong.some((column) => column > line.trimEnd().length)
    ? [...pieces, { text: "", kind: "blank", wrong: true }]
    : pieces;
}

/**
 * Text for LaTeX: what people wrote is shown as it is, whatever LaTeX would take it for, and whatever the engine.
 */
import { printable } from "./printable.ts";

/** Text in a paragraph or a cell, on one line. Letters that plain LaTeX has none for are shown by their number. */
export function latexText(text: string): string {
  return [...printable(text)].map((character) => special[character] ?? letter(character)).join("");
}

/** A sentence of ours: what stands between backticks is code. */
export function latexProse(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? `\\texttt{${latexText(part)}}` : latexText(part)))
    .join("");
}

const special: { readonly [character: string]: string } = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  _: "\\_",
  "%": "\\%",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "`": "\\textasciigrave{}",
  '"': "{''}",
  "-": "{-}", // two would be a dash
  "[": "{[}", // behind a row's end it would be an option
  "]": "{]}",
  "*": "{*}",
  "−": "\\ensuremath{-}",
  "±": "\\ensuremath{\\pm}",
  "×": "\\ensuremath{\\times}",
  "·": "\\ensuremath{\\cdot}",
  "≤": "\\ensuremath{\\le}",
  "≥": "\\ensuremath{\\ge}",
  "→": "\\ensuremath{\\to}",
  "∞": "\\ensuremath{\\infty}",
  λ: "\\ensuremath{\\lambda}",
  β: "\\ensuremath{\\beta}",
  η: "\\ensuremath{\\eta}",
  ε: "\\ensuremath{\\varepsilon}",
  μ: "\\ensuremath{\\mu}",
  σ: "\\ensuremath{\\sigma}",
  "–": "--",
  "—": "---",
  "…": "\\ldots{}",
  "“": "``",
  "”": "''",
  "‘": "`",
  "’": "'",
};

/** Latin letters with accents are known to LaTeX; others depend on fonts that may not be there. */
function letter(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x7f || (code >= 0xc0 && code <= 0x17f && code !== 0xd7 && code !== 0xf7)) return character;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * A field for a program: a plain text field, so that typing, undo, selection and assistive technology are the browser's own, over a layer
 * that has its colours, its line numbers and, at the end of a line, what is wrong there. Tab leaves the field, as everywhere on a page.
 */
import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import type { ProgramMistake } from "../../../src/program/check.ts";
import { CodeLine } from "./code-line.tsx";
import { indentAfter, linesOf } from "./text-places.ts";
import { typeText } from "./typing.ts";

/** What the field shows and tells. */
interface ProgramEditorProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly mistakes: readonly ProgramMistake[];
  /** Lines that nothing depends on. */
  readonly dead: readonly number[];
  /** Id of the element that lists the mistakes. */
  readonly listId: string;
  readonly onText: (text: string) => void;
}

/** Lines beyond which a text has no layer: it is no program, and typing in it must not wait. */
const mostLines = 2_000;

/** The field. */
export function ProgramEditor({ field, text, mistakes, dead, listId, onText }: ProgramEditorProps) {
  const lines = useMemo(() => linesOf(text), [text]);
  const coloured = lines.length <= mostLines;
  const byLine = useMemo(() => mistakesByLine(mistakes), [mistakes]);
  const deadLines = new Set(dead);
  return (
    <div class={coloured ? "editor" : "editor plain"}>
      <div class="editor-scroll">
        <div class="gutter" aria-hidden="true">
          {coloured &&
            lines.map((_, at) => (
              <span key={at} class={byLine.has(at + 1) ? "wrong-line" : undefined}>
                {at + 1}
              </span>
            ))}
        </div>
        <div class="editor-code">
          <pre class="layer" aria-hidden="true">
            {coloured
              ? lines.map((line, at) => {
                  const wrong = byLine.get(at + 1);
                  return (
                    <CodeLine
                      key={at}
                      text={line}
                      wrong={wrong?.columns ?? ""}
                      lens={wrong?.first ?? ""}
                      dead={deadLines.has(at + 1)}
                    />
                  );
                })
              : text}
          </pre>
          <textarea
            ref={field}
            class="editor-field"
            value={text}
            wrap="off"
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            aria-label="Program"
            aria-invalid={mistakes.length > 0}
            aria-describedby={listId}
            onInput={(event) => onText(event.currentTarget.value)}
            onKeyDown={(event) => keepIndent(event)}
          />
        </div>
      </div>
    </div>
  );
}

/** A new line begins where the last one did. */
function keepIndent(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.currentTarget as HTMLTextAreaElement;
  const blanks = indentAfter(field.value, field.selectionStart);
  if (blanks === "") return;
  event.preventDefault();
  typeText(field, `\n${blanks}`);
}

interface WrongLine {
  readonly columns: string;
  readonly first: string;
}

function mistakesByLine(mistakes: readonly ProgramMistake[]): ReadonlyMap<number, WrongLine> {
  const found = new Map<number, WrongLine>();
  for (const { at, message } of mistakes) {
    const before = found.get(at.line);
    found.set(at.line, {
      columns: before === undefined ? String(at.column) : `${before.columns},${at.column}`,
      first: before?.first ?? message,
    });
  }
  return found;
}

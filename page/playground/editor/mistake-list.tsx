/** The mistakes of a program under its editor: each leads to its place, and their number is told to whoever listens. */
import { useEffect, useState } from "preact/hooks";
import type { ProgramMistake } from "../../../src/program/check.ts";

/** What the list shows and tells. `refusal`: what is wrong with the text as a whole. */
interface MistakeListProps {
  readonly id: string;
  /** Null while the text is looked at. */
  readonly mistakes: readonly ProgramMistake[] | null;
  readonly refusal: string | null;
  readonly onGo: (mistake: ProgramMistake) => void;
}

/** The list. */
export function MistakeList({ id, mistakes, refusal, onGo }: MistakeListProps) {
  const count = mistakes?.length ?? 0;
  return (
    <div class="mistakes" id={id}>
      <Announced sentence={sentenceOf(mistakes, refusal)} />
      {count > 0 && (
        <ol>
          {mistakes!.map((mistake, at) => (
            <li key={at}>
              <button type="button" class="mistake" onClick={() => onGo(mistake)}>
                <span class="place">
                  {mistake.at.line}:{mistake.at.column}
                  <span class="visually-hidden"> (line and column): </span>
                </span>
                <span>{mistake.message}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {refusal !== null && <p class="refusal">{refusal}</p>}
    </div>
  );
}

/** One line on how the text stands. */
export function sentenceOf(mistakes: readonly ProgramMistake[] | null, refusal: string | null): string {
  if (refusal !== null) return "This text could not be read to its end.";
  if (mistakes === null) return "Reading …";
  if (mistakes.length === 0) return "No mistakes";
  return mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
}

/** Milliseconds that a sentence must stand before it is read out: not at every key. */
const quietMs = 600;

/** A line that is seen at once and read out when it stands. */
function Announced({ sentence }: { readonly sentence: string }) {
  const [told, tell] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => tell(sentence), quietMs);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <p class="standing">
      <span aria-hidden="true">{sentence}</span>
      <span class="visually-hidden" role="status">
        {told}
      </span>
    </p>
  );
}

/** The language's functions beside the editor, to search, and to put where the caret is. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Dialect } from "../../../src/program/ast.ts";
import { FilterBox } from "../../parts/filter-box.tsx";
import { findEntries, referenceEntries } from "./reference-entries.ts";

/** The reference; `onInsert` writes what was chosen. */
export function FunctionReference({ dialect, onInsert }: { dialect: Dialect; onInsert: (text: string) => void }) {
  const words = useSignal("");
  const entries = useMemo(() => referenceEntries(dialect), [dialect]);
  const found = findEntries(entries, words.value);
  return (
    <details class="reference">
      <summary>
        Functions of the language{" "}
        <span class="soft">{dialect === "paper" ? "the paper's form" : "the library's form"}</span>
      </summary>
      <FilterBox label="Find a function" value={words.value} onFilter={(text) => (words.value = text)} />
      {found.length === 0 && <p class="hint">The language has nothing of that name or meaning.</p>}
      <ul>
        {found.map(({ name, form, about, shape, insert }) => (
          <li key={`${name} ${about}`}>
            <button
              type="button"
              class="entry"
              onClick={() => onInsert(insert)}
              title={`Write ${insert.trim()} at the caret`}
            >
              {form}
            </button>
            <span>{about}</span>
            <span class="soft">{shape}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

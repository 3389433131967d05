/** The program's source for other frameworks: one tab a target, with the text that `lionlab export` gives. */
import { useRef } from "preact/hooks";
import { CopyButton } from "../../parts/copy-button.tsx";
import type { Playground } from "../playground-state.ts";
import { downloadText } from "../share/download-text.ts";
import { SourceText } from "../source-text.tsx";
import { commandOf } from "./commands.ts";

/** The panel. */
export function ExportPanel({ playground }: { readonly playground: Playground }) {
  const { state, targets, exports, exportFailed, form } = playground;
  const { name, target: wanted } = state.value;
  const list = useRef<HTMLDivElement>(null);
  if (targets.value.length === 0) return null;
  const target = targets.value.find((each) => each.name === wanted) ?? targets.value[0]!;
  const found = exports.value.get(target.name);
  const go = (by: number): void => {
    const at = targets.value.indexOf(target);
    const next = targets.value[(at + by + targets.value.length) % targets.value.length]!;
    playground.change({ target: next.name });
    list.current?.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    go(by);
  };
  return (
    <section aria-labelledby="exports">
      <h2 id="exports">As source code</h2>
      {form.value?.written != null && (
        <p class="hint">
          An export has the numbers of the program's text. Write those that you set into the text first.
        </p>
      )}
      <div class="tabs" role="tablist" aria-label="Target" ref={list} onKeyDown={key}>
        {targets.value.map((each) => (
          <button
            key={each.name}
            id={`tab-${each.name}`}
            type="button"
            role="tab"
            aria-selected={each === target}
            aria-controls="export-text"
            tabIndex={each === target ? 0 : -1}
            onClick={() => playground.change({ target: each.name })}
          >
            {each.title}
          </button>
        ))}
      </div>
      <div id="export-text" role="tabpanel" aria-labelledby={`tab-${target.name}`} class="export">
        <p class="soft">{target.about}</p>
        {exportFailed.value !== null && (
          <p class="hint">The program has mistakes; its source appears once they are gone.</p>
        )}
        {found?.refusal != null && <p class="refusal">{found.refusal}</p>}
        {found?.text != null && (
          <>
            <div class="tools">
              <CopyButton text={found.text} label={`the source for ${target.title}`} />
              <button type="button" onClick={() => downloadText(found.text!, found.file)}>
                Download {found.file}
              </button>
            </div>
            <SourceText text={found.text} label={`Source for ${target.title}`} />
            <p class="command">
              <code>{commandOf({ name, target: target.name, file: found.file })}</code>
              <CopyButton text={commandOf({ name, target: target.name, file: found.file })} />
            </p>
          </>
        )}
      </div>
    </section>
  );
}

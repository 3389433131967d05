/**
 * The playground: an optimizer's program is edited, and the page says what it is, shows where it goes on functions of the plane, and writes
 * it for other frameworks. All of it is the library's own code, in this browser.
 */
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import "../styles/playground.css";
import { keepState } from "../location.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { SettledInput } from "../parts/settled-input.tsx";
import { addressOf } from "../route.ts";
import type { ViewProps } from "../views.ts";
import { FunctionReference } from "./editor/function-reference.tsx";
import { MistakeList } from "./editor/mistake-list.tsx";
import { ProgramEditor } from "./editor/program-editor.tsx";
import { offsetOf } from "./editor/text-places.ts";
import { typeAll, typeText } from "./editor/typing.ts";
import { ExportPanel } from "./export/export-panel.tsx";
import { FactsPanel } from "./facts/facts-panel.tsx";
import { NumberFields } from "./numbers/number-fields.tsx";
import { PathsPanel } from "./paths/paths-panel.tsx";
import { Playground } from "./playground-state.ts";
import { fileName, fitsLink, queryOf } from "./share/playground-link.ts";
import { SharePanel } from "./share/share-panel.tsx";
import { WorkerClient, type WorkerLike } from "./worker/worker-client.ts";

function startWorker(): WorkerLike {
  return new Worker(new URL("./worker/playground-worker.ts", import.meta.url), {
    type: "module",
  }) as unknown as WorkerLike;
}

/** The view; an address that the view did not write itself, as one that is pasted, begins it anew. */
export function PlaygroundView({ query }: ViewProps) {
  const own = useRef({ query, times: 0 });
  if (query !== own.current.query) own.current = { query, times: own.current.times + 1 };
  const keep = (written: string): void => {
    own.current = { ...own.current, query: written };
    keepState(written);
  };
  return <PlaygroundAt key={own.current.times} query={query} keep={keep} />;
}

function PlaygroundAt({ query, keep }: { readonly query: string; readonly keep: (query: string) => void }) {
  const client = useMemo(() => new WorkerClient(startWorker), []);
  const playground = useMemo(() => new Playground(client, query, keep), [client]);
  useEffect(() => {
    document.title = "Program playground · Lionlab";
    playground.begin();
    return () => playground.close();
  }, [playground]);
  if (playground.text.value === null) {
    return (
      <section class="playground" aria-busy="true">
        <h1>Program playground</h1>
        <p class="nothing" role="status">
          {playground.refusal.value ?? "Starting …"}
        </p>
      </section>
    );
  }
  return (
    <div class="playground">
      <Head playground={playground} />
      {playground.linkBroken && (
        <p class="refusal" role="alert">
          The program in this link cannot be read: it may have been cut off on its way. What is shown instead is a
          program of the library.
        </p>
      )}
      <Workbench playground={playground} />
      <PathsPanel playground={playground} />
      <ExportPanel playground={playground} />
      <SharePanel playground={playground} />
    </div>
  );
}

function Head({ playground }: { readonly playground: Playground }) {
  const address = new URL(addressOf({ view: "playground", query: queryOf(playground.state.value) }), location.href)
    .href;
  const fits = fitsLink(playground.text.value ?? "");
  return (
    <section class="view-head">
      <div>
        <h1>Program playground</h1>
        <p class="lead">
          An optimizer is a short program. Change it, and see what it is, where it goes and how others would write it.
        </p>
      </div>
      <div class="tools">
        {fits ? (
          <CopyButton text={address} label="the link to what is shown" shown="Copy link" />
        ) : (
          <span class="shown">This program is too long for a link: send its file instead.</span>
        )}
      </div>
    </section>
  );
}

function Workbench({ playground }: { readonly playground: Playground }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const { text, mistakes, refusal, form, nature, twins, state } = playground;
  const wrong = mistakes.value !== null && mistakes.value.length > 0;
  return (
    <div class="workbench">
      <div>
        <section class="program" aria-labelledby="program">
          <div class="panel-head">
            <h2 id="program">Program</h2>
            <Beginnings playground={playground} onText={(found) => typeAll(field.current!, found)} />
          </div>
          <ProgramEditor
            field={field}
            text={text.value!}
            mistakes={mistakes.value ?? []}
            dead={wrong ? [] : (nature.value?.dead.lines ?? [])}
            listId={listId}
            onText={(next) => playground.setText(next)}
          />
          <MistakeList
            id={listId}
            mistakes={mistakes.value}
            refusal={refusal.value}
            onGo={({ at }) => {
              const place = offsetOf(text.value!, at);
              field.current!.focus();
              field.current!.setSelectionRange(place, place);
            }}
          />
        </section>
        {form.value !== null && (
          <section aria-labelledby="numbers">
            <div class="panel-head">
              <h2 id="numbers">Numbers</h2>
              {form.value.written !== null && (
                <button
                  type="button"
                  onClick={() => {
                    const { written } = form.value!;
                    if (written === null) return;
                    playground.change({ values: {} });
                    typeAll(field.current!, written);
                  }}
                >
                  Write them into the program
                </button>
              )}
            </div>
            <NumberFields
              form={form.value}
              given={state.value.values}
              onSet={(name, value) => {
                const { [name]: _, ...others } = state.value.values;
                playground.change({ values: value === null ? others : { ...others, [name]: value } });
              }}
            />
          </section>
        )}
      </div>
      <div class="beside">
        <FactsPanel form={form.value} nature={nature.value} twins={twins.value} stale={wrong} />
        <FunctionReference
          dialect={form.value?.dialect ?? "library"}
          onInsert={(word) => typeText(field.current!, word)}
        />
      </div>
    </div>
  );
}

/** Where a program begins: the library's list, and a name for it. */
function Beginnings({
  playground,
  onText,
}: {
  readonly playground: Playground;
  readonly onText: (text: string) => void;
}) {
  const { optimizers, state } = playground;
  return (
    <div class="tools">
      <label class="choice">
        Start from
        <select
          value=""
          onChange={(event) => {
            const { value } = event.currentTarget;
            event.currentTarget.value = "";
            if (value !== "") playground.startFrom(value, onText);
          }}
        >
          <option value="">an optimizer …</option>
          {optimizers.value.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        Called
        <SettledInput
          type="text"
          class="name-field"
          value={state.value.name}
          spellcheck={false}
          onSettle={(text) => playground.change({ name: fileName(text) ?? state.value.name })}
        />
      </label>
    </div>
  );
}

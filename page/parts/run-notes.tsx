/** What people keep on a run: tags and a note, to read and to change in place. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RunNotes } from "../../src/dashboard/views.ts";
import { ask } from "../connection.ts";
import "../styles/notes.css";
import { access, change, readAccess } from "./change.ts";
import { tagsOf } from "./tags.ts";

interface NotesProps {
  readonly id: string;
  /** The run's, for who hears the page. */
  readonly name: string;
  readonly notes: RunNotes;
  readonly onSaved: (notes: RunNotes) => void;
  readonly onTag?: (tag: string) => void;
}

/** Tags, note and a way to change them, where this page may. */
export function Notes({ id, name, notes, onSaved, onTag }: NotesProps) {
  const isOpen = useSignal(false);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => void readAccess(), []);
  const close = (): void => {
    isOpen.value = false;
    setTimeout(() => opener.current?.focus());
  };
  if (isOpen.value) {
    const saved = (kept: RunNotes): void => {
      onSaved(kept);
      close();
    };
    return <Editor {...{ id, name, notes }} onSaved={saved} onClose={close} />;
  }
  const isEmpty = notes.note === "" && notes.tags.length === 0;
  const mayChange = access.value !== null && access.value.refusal === null;
  if (isEmpty && !mayChange) return null;
  return (
    <div class="notes">
      {notes.tags.map((tag) =>
        onTag === undefined ? (
          <span key={tag} class="tag">
            {tag}
          </span>
        ) : (
          <button key={tag} type="button" class="tag" title={`Show what is tagged ${tag}`} onClick={() => onTag(tag)}>
            {tag}
          </button>
        ),
      )}
      {notes.note !== "" && <span class="note">{notes.note}</span>}
      {mayChange && (
        <button
          ref={opener}
          type="button"
          class="quiet"
          aria-label={`${isEmpty ? "Add a note to" : "Change the note on"} ${name}`}
          onClick={() => (isOpen.value = true)}
        >
          {isEmpty ? "Add a note" : "Edit"}
        </button>
      )}
    </div>
  );
}

/** The notes on one run, asked for when it is first shown. */
export function KeptNotes({ id, name }: Pick<NotesProps, "id" | "name">) {
  const notes = useSignal<RunNotes | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    void ask<RunNotes>(`/api/runs/${encodeURIComponent(id)}/notes`, abort.signal).then((found) => {
      if (!abort.signal.aborted) notes.value = found;
    });
    return () => abort.abort();
  }, [id]);
  if (notes.value === null) return null;
  return <Notes id={id} name={name} notes={notes.value} onSaved={(saved) => (notes.value = saved)} />;
}

function Editor({ id, name, notes, onSaved, onClose }: NotesProps & { readonly onClose: () => void }) {
  const note = useSignal(notes.note);
  const tags = useSignal(notes.tags.join(" "));
  const version = useSignal(notes.version);
  const said = useSignal("");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const save = async (): Promise<void> => {
    const body = { note: note.value, tags: tagsOf(tags.value), version: version.value };
    const saved = await change<RunNotes>(`/api/runs/${encodeURIComponent(id)}/notes`, { method: "PUT", body });
    if (saved.done) return onSaved(saved.value);
    if (saved.status !== 409) {
      said.value = saved.sentence;
      return;
    }
    const theirs = saved.answer as RunNotes;
    version.value = theirs.version;
    said.value = `Somebody else has saved meanwhile: ${[...theirs.tags, theirs.note].join(" ").trim() || "nothing is kept now"}. Save again to put yours in its place.`;
  };
  return (
    <form
      class="note-editor"
      aria-label={`Note on ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
      }}
    >
      <label>
        <span>Tags, words of your own</span>
        <input
          ref={first}
          type="text"
          value={tags.value}
          onInput={(event) => (tags.value = event.currentTarget.value)}
        />
      </label>
      <label>
        <span>Note</span>
        <textarea rows={3} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
      </label>
      {said.value !== "" && (
        <p class="control-note" role="alert">
          {said.value}
        </p>
      )}
      <div class="tools">
        <button type="submit" class="main">
          Save
        </button>
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}

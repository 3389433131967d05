/**
 * Notes and tags that people keep on runs: a small file beside the store, for the store itself is the run's alone.
 *
 * Each run's entry counts its versions. Who saves says which version they had before them, and is told where another has saved meanwhile.
 */
import { existsSync } from "node:fs";
import { z } from "zod";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { readSmallFile } from "../core/small-file.ts";
import { isServed } from "../records/location.ts";
import { asOnlyWriter } from "./one-writer.ts";
import type { RunNotes } from "./views.ts";

/** Bytes of a file of notes, at most. */
const mostBytes = 8 << 20;

/** What may be kept on a run. */
export const notesSchema = z.strictObject({
  note: z.string().max(10_000, "a note has at most 10,000 characters"),
  tags: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(40, "a tag has at most 40 characters")
        .regex(/^[^\s,]+$/u, "a tag is one word"),
    )
    .max(20, "a run has at most 20 tags"),
  /** Version that was before who saves; 0 for none. */
  version: z.int().min(0),
});

const fileSchema = z.object({ form: z.literal(1), runs: z.record(z.string(), notesSchema) });

/** What runs without notes have. */
export const noNotes: RunNotes = { note: "", tags: [], version: 0 };

/** Notes of the runs of a store, by name. A file that is no file of notes, or of a later form, gives none. */
export async function readNotes(store: string): Promise<ReadonlyMap<string, RunNotes>> {
  if (isServed(store)) return new Map();
  return (await notesIn(store)) ?? new Map();
}

function notKept(): LabError {
  const sentence = "Notes are kept in a file beside a run's records, and these lie on a server.";
  return new LabError("notes-unkept", sentence);
}

/** What is kept once one has saved: theirs and what others had saved meanwhile, which then was not replaced. */
export interface SavedNotes {
  readonly notes: RunNotes;
  /** Another had saved meanwhile, and that is what `notes` are. */
  readonly isOthers: boolean;
}

/**
 * Keeps notes on a run, unless another version than the one they were made from is there. Errors: `notes-unkept`; `notes-unreadable` where the file is no file of notes, and
 * would be lost; those of `asOnlyWriter` and `writeFileAtomically`.
 */
export async function saveNotes(store: string, name: string, given: RunNotes): Promise<SavedNotes> {
  if (isServed(store)) throw notKept();
  const saved = (last.get(store) ?? Promise.resolve()).then(() =>
    asOnlyWriter(notesFile(store), () => save(store, name, given)),
  );
  const settled = saved.then(
    () => {},
    () => {},
  );
  last.set(store, settled);
  return saved;
}

/** One save at a time for each store; other processes are kept out by `asOnlyWriter`. */
const last = new Map<string, Promise<void>>();

async function save(store: string, name: string, given: RunNotes): Promise<SavedNotes> {
  const kept = await notesIn(store);
  if (kept === null) {
    const sentence = `${notesFile(store)} holds no notes of this version of lionlab: move it away to keep notes there.`;
    throw new LabError("notes-unreadable", sentence, { store });
  }
  const there = kept.get(name) ?? noNotes;
  if (there.version !== given.version) return { notes: there, isOthers: true };
  const notes = { note: given.note, tags: [...new Set(given.tags)], version: there.version + 1 };
  const runs = Object.fromEntries(new Map([...kept, [name, notes]]));
  await writeFileAtomically(notesFile(store), `${JSON.stringify({ form: 1, runs }, null, 2)}\n`);
  return { notes, isOthers: false };
}

/** The file of notes on the runs of a store. */
export function notesFile(store: string): string {
  return `${store}.notes.json`;
}

/** Null where there is something that cannot be read as notes. */
async function notesIn(store: string): Promise<ReadonlyMap<string, RunNotes> | null> {
  const path = notesFile(store);
  const text = await readSmallFile(path, mostBytes);
  if (text === null) return existsSync(path) ? null : new Map();
  try {
    const checked = fileSchema.safeParse(JSON.parse(text));
    return checked.success ? new Map(Object.entries(checked.data.runs)) : null;
  } catch {
    return null;
  }
}

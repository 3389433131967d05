/**
 * Documents of runs as they stand: made once for whoever asks, and again when the store says that something has changed.
 *
 * A report is of the records of the moment, a verdict of the trials that had ended: while a run goes on, the last verdict is kept to be read,
 * and another is made at a pace that leaves the machine to the run.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { DocumentKind, DocumentOrder } from "./document-thread.ts";

/** A run as documents see it. */
export interface DocumentSource extends Omit<DocumentOrder, "kind"> {
  /** Another one where anything of the records has changed, and where another trial has ended. */
  readonly records: string;
  readonly ended: string;
}

/** A document. */
export interface MadeDocument {
  /** What it was made of: `records` or `ended` of its source. */
  readonly version: string;
  /** UTF-8 text. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What documents are made by. */
export interface DocumentMakers {
  /** Null where there is no such run. Errors: those of its store. */
  readonly source: (id: string) => Promise<DocumentSource | null>;
  readonly make: (order: DocumentOrder) => Promise<Uint8Array<ArrayBuffer>>;
  /** Aborted when the server ends. */
  readonly signal: AbortSignal;
  /** Share of the time that is spent on making one document again and again. */
  readonly share?: number;
}

/** Bytes of documents that are kept, those that were asked for last; one is kept in any case. */
const mostKeptBytes = 32e6;
const usualShare = 0.1;

interface Slot {
  kept: MadeDocument | null;
  making: Promise<MadeDocument> | null;
  /** Why the last one was not made, and of what; told once. */
  failed: { readonly version: string; readonly error: unknown } | null;
  /** When another one may be begun, by the clock of `performance.now`. */
  nextAtMs: number;
}

/** The documents. */
export class RunDocuments {
  readonly #makers: DocumentMakers;
  readonly #slots = new Map<string, Slot>();

  constructor(makers: DocumentMakers) {
    this.#makers = makers;
  }

  /**
   * A document of the records as they are; one that is being made is shared, though records may have come since. Where it takes longer than
   * `patienceMs`: that it is being made. Null where there is no such run. Errors: those of making it, which are told once: who asks again has it
   * tried again.
   */
  async newest(
    id: string,
    kind: DocumentKind,
    patienceMs = Number.POSITIVE_INFINITY,
  ): Promise<MadeDocument | "being-made" | null> {
    const source = await this.#makers.source(id);
    if (source === null) return null;
    const slot = this.#slotOf(id, kind);
    const version = versionOf(source, kind);
    if (slot.kept?.version === version) return slot.kept;
    return this.#told(slot, { ...source, kind }, { version, patienceMs });
  }

  /**
   * The document that is there, and whether it is of the trials that have ended by now; where it is not, another is being made. With `after`, a
   * version, the next one that is another. Waits for the first. Null where there is no such run. Errors: as `newest`.
   */
  async latest(
    id: string,
    kind: DocumentKind,
    after: string | null = null,
  ): Promise<(MadeDocument & { readonly fresh: boolean }) | null> {
    const source = await this.#makers.source(id);
    if (source === null) return null;
    const slot = this.#slotOf(id, kind);
    const version = versionOf(source, kind);
    const isCurrent = slot.kept?.version === version;
    if (slot.kept !== null && (isCurrent || slot.kept.version !== after)) {
      if (!isCurrent && slot.making === null && slot.failed?.version !== version) {
        this.#make(slot, { ...source, kind }, version).catch(() => {}); // told to whoever asks for it
      }
      return { ...slot.kept, fresh: isCurrent };
    }
    const made = await this.#told(slot, { ...source, kind }, { version, patienceMs: Number.POSITIVE_INFINITY });
    return made === "being-made" ? null : { ...made, fresh: made.version === version };
  }

  #slotOf(id: string, kind: DocumentKind): Slot {
    const key = `${id} ${kind}`;
    const slot = this.#slots.get(key) ?? { kept: null, making: null, failed: null, nextAtMs: Number.NEGATIVE_INFINITY };
    this.#slots.delete(key);
    this.#slots.set(key, slot);
    return slot;
  }

  /** What comes of making it, a failure that nobody was told of too. */
  async #told(
    slot: Slot,
    order: DocumentOrder,
    { version, patienceMs }: { readonly version: string; readonly patienceMs: number },
  ): Promise<MadeDocument | "being-made"> {
    const { failed } = slot;
    if (slot.making === null && failed?.version === version) {
      slot.failed = null;
      throw failed.error;
    }
    const making = slot.making ?? this.#make(slot, order, version);
    const made = await within(making, patienceMs);
    if (made !== "being-made" && "error" in made) {
      slot.failed = null;
      throw made.error;
    }
    return made;
  }

  #make(slot: Slot, order: DocumentOrder, version: string): Promise<MadeDocument> {
    const making = (async () => {
      const { make, signal, share = usualShare } = this.#makers;
      let startedAtMs = performance.now();
      try {
        const waitMs = slot.nextAtMs - startedAtMs;
        if (waitMs > 0) await sleep(waitMs, undefined, { signal, ref: false });
        startedAtMs = performance.now();
        const made = { version, bytes: await make(order) };
        slot.kept = made;
        return made;
      } catch (error) {
        slot.failed = { version, error };
        throw error;
      } finally {
        slot.making = null;
        const now = performance.now();
        if (order.kind !== "report") slot.nextAtMs = now + (now - startedAtMs) * (1 / share - 1);
        this.#forget();
      }
    })();
    slot.making = making;
    return making;
  }

  /** Lets go what was not asked for lately, down to the bytes that may be kept. */
  #forget(): void {
    const slots = [...this.#slots.values()].reverse();
    let bytes = 0;
    for (const [at, slot] of slots.entries()) {
      bytes += slot.kept?.bytes.length ?? 0;
      if (at > 0 && bytes > mostKeptBytes) slot.kept = null;
    }
  }
}

function versionOf({ records, ended }: DocumentSource, kind: DocumentKind): string {
  return kind === "report" ? records : ended;
}

/** What comes of it, or that it takes longer. */
async function within(
  making: Promise<MadeDocument>,
  patienceMs: number,
): Promise<MadeDocument | { readonly error: unknown } | "being-made"> {
  const settled = making.catch((error: unknown) => ({ error }));
  if (patienceMs === Number.POSITIVE_INFINITY) return settled;
  const stop = new AbortController();
  const late = sleep(patienceMs, "being-made" as const, { signal: stop.signal, ref: false }).catch(() => settled);
  const first = await Promise.race([settled, late]);
  stop.abort();
  return first;
}

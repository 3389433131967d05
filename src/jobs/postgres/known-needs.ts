/**
 * What a worker knows of the things that jobs need: each is looked for once, beside other work, and one that is lacking again after a while, for
 * somebody may have brought it.
 */
import { AsyncResource } from "node:async_hooks";

/** How it stands. `sentence`: why it is lacking. */
type Knowledge =
  | { readonly kind: "looking" }
  | { readonly kind: "there" }
  | { readonly kind: "lacking"; readonly sentence: string };

/** How it is looked for, and who hears of it. */
export interface NeedsOptions {
  /** Null: it is there, now at any rate; else why it is not, in a sentence. */
  provide(need: string): Promise<string | null>;
  /** Told when it becomes known, and when that changes; null: it is there. */
  onKnown(need: string, sentence: string | null): void;
  /** What no waiting mends. */
  onFault(error: unknown): void;
}

/** Milliseconds after which what is lacking is looked for again. */
const lookAgainMs = 300_000;

/** See above. `close` must be called. */
export class KnownNeeds {
  readonly #options: NeedsOptions;
  readonly #known = new Map<string, Knowledge>();
  readonly #waits = new Map<string, NodeJS.Timeout>();
  /** Looks beside what asked, which may be a transaction that does not wait for it. */
  readonly #lookBeside: (need: string) => void;
  #closed = false;

  constructor(options: NeedsOptions) {
    this.#options = options;
    this.#lookBeside = AsyncResource.bind((need: string) => this.#look(need));
  }

  /** Whether all are there; what nobody has looked for yet is looked for. */
  areMet(needs: readonly string[]): boolean {
    for (const need of needs) if (!this.#known.has(need)) this.#lookBeside(need);
    return needs.every((need) => this.#known.get(need)?.kind === "there");
  }

  /** It proved to be lacking. */
  miss(need: string, sentence: string): void {
    const before = this.#known.get(need);
    this.#known.set(need, { kind: "lacking", sentence });
    clearTimeout(this.#waits.get(need));
    if (this.#closed) return;
    this.#waits.set(
      need,
      setTimeout(() => this.#look(need), lookAgainMs),
    );
    if (before?.kind !== "lacking" || before.sentence !== sentence) this.#options.onKnown(need, sentence);
  }

  close(): void {
    this.#closed = true;
    for (const wait of this.#waits.values()) clearTimeout(wait);
  }

  /** One that was lacking is taken to be so until it is found. */
  #look(need: string): void {
    if (!this.#known.has(need)) this.#known.set(need, { kind: "looking" });
    this.#options.provide(need).then(
      (sentence) => this.#found(need, sentence),
      (error) => this.#options.onFault(error),
    );
  }

  #found(need: string, sentence: string | null): void {
    if (this.#closed) return;
    if (sentence !== null) {
      this.miss(need, sentence);
      return;
    }
    this.#known.set(need, { kind: "there" });
    this.#options.onKnown(need, null);
  }
}

/**
 * The evaluations that a search has stored, as far as its children need them. They are kept between calls, for an archive only grows: who reads
 * or writes on reads those that are new.
 */
import type { KnownEvaluation } from "../search-rows.ts";
import { checkedRow, requireStored } from "../stored.ts";
import type { SearchAccess } from "./search-access.ts";

/** Evaluations of one search. */
export class KnownEvaluations {
  readonly #ofSearch: number;
  readonly #list: KnownEvaluation[] = [];
  readonly #byIdentity = new Map<string, KnownEvaluation>();

  constructor(search: number) {
    this.#ofSearch = search;
  }

  /** In order of their numbers. */
  get list(): readonly KnownEvaluation[] {
    return this.#list;
  }

  get(identity: string): KnownEvaluation | undefined {
    return this.#byIdentity.get(identity);
  }

  /** Adds what was committed; others may have added some of it meanwhile. */
  add(evaluations: readonly KnownEvaluation[]): void {
    for (const evaluation of evaluations) {
      if (evaluation.number < this.#list.length) continue;
      requireStored(
        evaluation.number === this.#list.length,
        `evaluation ${this.#list.length} of search ${this.#ofSearch}`,
      );
      this.#list.push(evaluation);
      this.#byIdentity.set(evaluation.identity, evaluation);
    }
  }

  /** Reads those that are not known, of the `count` that there are. Errors: `DamagedValue`. */
  async readOn({ session, queries }: SearchAccess, count: number): Promise<void> {
    if (count <= this.#list.length) return;
    const heads = await session.rows(queries.evaluationHeads({ search: this.#ofSearch, from: this.#list.length }));
    for (const head of heads) checkedRow(head, headKinds, `an evaluation of search ${this.#ofSearch}`);
    this.add(heads);
  }
}

const headKinds = { number: "count", identity: "text", fitness: "number" } as const;

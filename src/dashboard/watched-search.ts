/** One search of a watched discovery: its sums, kept up with what its archive has got since. */
import { setImmediate as letOthersIn } from "node:timers/promises";
import type { ChildRecord, SearchRecord } from "../records/search-records.ts";
import { type AncestryStep, stepOf } from "../report/discovery/ancestry-steps.ts";
import type { ScoredPrograms } from "../report/discovery/cloud.ts";
import { addToSums, noSums, type SearchSums } from "../report/discovery/search-sums.ts";
import { ArchiveIndex } from "./archive-index.ts";
import type { ProgramDetail, SearchNews } from "./discovery-frame.ts";
import { type ReadArchive, readProgram } from "./read-program.ts";

/** Children that are read at once: some tens of milliseconds, in which nobody else is answered. */
const childrenAtOnce = 5000;

/** A look at a search: its number, and the identity of the funnel's winner, null before there is one. */
export interface SearchLook {
  readonly wanted: string | null;
  readonly at: number;
}

/** Sums of one search. */
export class WatchedSearch {
  readonly key: string;
  #record: SearchRecord;
  #sums: SearchSums = noSums;
  #index = new ArchiveIndex();
  /** How many improvements there were after looks that found some. */
  #marks: readonly { readonly at: number; readonly improvements: number }[] = [];
  #seed: ChildRecord | null = null;
  /** Text of the seed without what changes nothing. */
  #seedProgram: string | null = null;
  #best: ChildRecord | null = null;
  /** The program whose ancestry is told, and its ends where this search has it. */
  #wanted: { readonly identity: string; readonly ends: readonly AncestryStep[] | null } | null = null;

  constructor(record: SearchRecord) {
    this.key = record.key;
    this.#record = record;
  }

  /** What is added up. */
  get sums(): SearchSums {
    return this.#sums;
  }

  /** What is kept of it. */
  get record(): SearchRecord {
    return this.#record;
  }

  /** Length and fitness of what it evaluated. */
  get scored(): ScoredPrograms {
    return this.#index.scored;
  }

  /** A program of it with its ancestors; null where there is none of that identity. Errors: those of the store. */
  program(storage: ReadArchive, identity: string): Promise<ProgramDetail | null> {
    return readProgram(storage, { key: this.key, index: this.#index }, identity);
  }

  /** Reads what is new at a look. Returns whether anything is. Errors: those of the store. */
  async catchUp(storage: ReadArchive, record: SearchRecord, { wanted, at }: SearchLook): Promise<boolean> {
    const { state } = this.#record;
    this.#record = record;
    if (record.children < this.#sums.children) this.#forget();
    const isNews = record.children > this.#sums.children || state !== record.state;
    while (this.#sums.children < record.children) {
      await this.#readPart(storage, record);
      await letOthersIn();
    }
    const { length: improvements } = this.#sums.improvements;
    if (improvements > (this.#marks.at(-1)?.improvements ?? 0)) this.#marks = [...this.#marks, { at, improvements }];
    if ((this.#wanted?.identity ?? null) === wanted) return isNews;
    this.#wanted = wanted === null ? null : { identity: wanted, ends: await this.#endsOf(storage, wanted) };
    return true;
  }

  /** As a page is told that knows it as of the look `since`. */
  newsSince(since: number): SearchNews {
    const { fame: _, improvements, ...sums } = this.#sums;
    const { key, state, seconds } = this.#record;
    const from = this.#marks.findLast(({ at }) => at <= since)?.improvements ?? 0;
    const ends = this.#wanted?.ends ?? this.#bestEnds();
    return { ...sums, key, state, seconds, ends, improvements: { from, added: improvements.slice(from) } };
  }

  async #readPart(storage: ReadArchive, record: SearchRecord): Promise<void> {
    const from = this.#sums.children;
    const end = Math.min(record.children, from + childrenAtOnce);
    const children = await storage.children(this.key, { from, end });
    const first = this.#sums.evaluations;
    const evaluated = children.filter((child) => child.evaluated);
    const evaluations = await storage.evaluations(this.key, { from: first, end: first + evaluated.length });
    this.#index.add(evaluated, evaluations);
    this.#sums = addToSums(this.#sums, { children, evaluations }, this.key);
    this.#seed ??= children[0] ?? null;
    this.#seedProgram ??= evaluations[0]?.program ?? null;
    const { best } = this.#sums;
    this.#best = evaluated.find(({ identity }) => identity === best?.identity) ?? this.#best;
  }

  #bestEnds(): readonly AncestryStep[] {
    const ends = this.#seed === null || this.#best === null ? [] : [this.#seed, this.#best];
    const { best } = this.#sums;
    const text = ({ identity }: ChildRecord) => (identity === best?.identity ? best.program : this.#seedProgram);
    return ends.filter((child, at) => at === 0 || child.id !== ends[0]!.id).map((child) => stepOf(child, text(child)));
  }

  async #endsOf(storage: ReadArchive, wanted: string): Promise<readonly AncestryStep[] | null> {
    if (this.#record.config.method !== "evolution" || wanted === this.#sums.best?.identity) return null;
    const found = await this.program(storage, wanted);
    if (found === null) return null;
    const { line, programs } = found;
    const ends = line.length === 1 ? line : [line[0]!, line.at(-1)!];
    return ends.map((child) => stepOf(child, programs[child.identity] ?? null));
  }

  #forget(): void {
    [this.#sums, this.#seed, this.#seedProgram, this.#best, this.#wanted] = [noSums, null, null, null, null];
    [this.#index, this.#marks] = [new ArchiveIndex(), []];
  }
}

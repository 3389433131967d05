/**
 * Where the evaluations of a search are, and what of each a figure of all of them shows: 18 bytes each, so that a program is found without
 * reading an archive of hundreds of thousands again.
 */
import type { ChildRecord, EvaluationRecord } from "../records/search-records.ts";
import type { ScoredPrograms } from "../report/discovery/cloud.ts";

/** Room for evaluations to begin with; it doubles when it is used up. */
const firstRoom = 1024;

/** Where an evaluation is: its number, and the child that was the first with its identity. */
export interface EvaluationPlace {
  readonly number: number;
  readonly child: number;
}

/** The index of one search. */
export class ArchiveIndex {
  #size = 0;
  #hashes = new Uint32Array(firstRoom);
  #numbers = new Uint32Array(firstRoom);
  #children = new Uint32Array(firstRoom);
  #lengths = new Uint16Array(firstRoom);
  #fitness = new Float32Array(firstRoom);

  /** Takes in what comes next: evaluations, and the children that were evaluated. */
  add(evaluated: readonly ChildRecord[], evaluations: readonly EvaluationRecord[]): void {
    const children = new Map(evaluated.map(({ identity, id }) => [identity, id]));
    for (const { identity, number, length, fitness } of evaluations) {
      const child = children.get(identity);
      if (child === undefined) continue;
      if (this.#size === this.#hashes.length) this.#grow();
      this.#hashes[this.#size] = hashOf(identity);
      this.#numbers[this.#size] = number;
      this.#children[this.#size] = child;
      this.#lengths[this.#size] = Math.min(length, 65_535);
      this.#fitness[this.#size] = fitness;
      this.#size++;
    }
  }

  /** Length and fitness of all. */
  get scored(): ScoredPrograms {
    return { lengths: this.#lengths.subarray(0, this.#size), fitness: this.#fitness.subarray(0, this.#size) };
  }

  /** Evaluations that may be of an identity: the one that is, and hardly ever another. */
  placesOf(identity: string): readonly EvaluationPlace[] {
    const wanted = hashOf(identity);
    const found: EvaluationPlace[] = [];
    const hashes = this.#hashes.subarray(0, this.#size);
    for (let at = hashes.indexOf(wanted); at >= 0; at = hashes.indexOf(wanted, at + 1))
      found.push({ number: this.#numbers[at]!, child: this.#children[at]! });
    return found;
  }

  #grow(): void {
    this.#hashes = doubled(this.#hashes, Uint32Array);
    this.#numbers = doubled(this.#numbers, Uint32Array);
    this.#children = doubled(this.#children, Uint32Array);
    this.#lengths = doubled(this.#lengths, Uint16Array);
    this.#fitness = doubled(this.#fitness, Float32Array);
  }
}

type Numbers = Uint32Array | Uint16Array | Float32Array;

function doubled<T extends Numbers>(full: T, kind: new (length: number) => T): T {
  const wider = new kind(2 * full.length);
  wider.set(full);
  return wider;
}

/** FNV-1a of a text, 32 bits. Source: Fowler, Noll & Vo. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

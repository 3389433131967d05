/**
 * Work of several lanes in slices: the most urgent lane goes first, a new job of a lane takes the place of the old, and between slices
 * whoever gives jobs is heard. Jobs are generators that yield parts, or nothing where they only rest.
 */
import type { Lane } from "./messages.ts";

/** A job under way: yields parts of its answer, and `undefined` to rest. */
export type Work = Generator<unknown, void>;

/** What lanes tell. */
export interface LaneEvents {
  part(lane: Lane, id: number, part: unknown): void;
  /** `failed`: a sentence, or null. */
  done(lane: Lane, id: number, failed: string | null): void;
}

/** Jobs by lane. */
export class Lanes {
  readonly #order: readonly Lane[];
  readonly #events: LaneEvents;
  readonly #sentence: (error: unknown) => string;
  readonly #work = new Map<Lane, { readonly id: number; readonly work: Work }>();

  /** `order`: the most urgent first; `sentence`: what is said of a fault. */
  constructor(order: readonly Lane[], events: LaneEvents, sentence: (error: unknown) => string) {
    this.#order = order;
    this.#events = events;
    this.#sentence = sentence;
  }

  /** Takes a job. */
  put(lane: Lane, id: number, work: Work): void {
    this.#work.set(lane, { id, work });
  }

  /** Whether something is left to do. */
  get busy(): boolean {
    return this.#work.size > 0;
  }

  /** One slice of the most urgent job. */
  turn(): void {
    const lane = this.#order.find((each) => this.#work.has(each));
    if (lane === undefined) return;
    const { id, work } = this.#work.get(lane)!;
    try {
      const { done, value } = work.next();
      if (done === true) this.#end(lane, id, null);
      else if (value !== undefined) this.#events.part(lane, id, value);
    } catch (error) {
      this.#end(lane, id, this.#sentence(error));
    }
  }

  #end(lane: Lane, id: number, failed: string | null): void {
    this.#work.delete(lane);
    this.#events.done(lane, id, failed);
  }
}

/**
 * A run as an iteration of its events.
 */
import { createInbox } from "./inbox.ts";

/**
 * Does `work` and yields what it emits, in order, while it goes on; the generator's result is that of the work.
 *
 * The work does not wait for whoever iterates. What it throws is thrown after the events before it. Leaving the iteration
 * early calls `leave`, which asks the work to end, and waits until it has.
 */
export async function* eventsOf<Event, Result>(
  work: (emit: (event: Event) => void) => Promise<Result>,
  leave: () => void,
): AsyncGenerator<Event, Result, void> {
  const inbox = createInbox<{ readonly event: Event } | "over">();
  const result = work((event) => inbox.put({ event })).finally(() => inbox.put("over"));
  result.catch(() => {}); // thrown below, after the events
  let over = false;
  try {
    for (let next = await inbox.take(); next !== "over"; next = await inbox.take()) yield next.event;
    over = true;
    return await result;
  } finally {
    if (!over) {
      leave();
      await result.catch(() => {});
    }
  }
}

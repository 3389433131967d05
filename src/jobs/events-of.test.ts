import { describe, expect, test } from "vitest";
import { eventsOf } from "./events-of.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Iterates to the end. */
async function heard<Event, Result>(run: AsyncGenerator<Event, Result>): Promise<{ events: Event[]; result: Result }> {
  const events: Event[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return { events, result: next.value };
    events.push(next.value);
  }
}

describe("the events of work", () => {
  test("come in order, those emitted at once and those later, then the result", async () => {
    const run = eventsOf<number, string>(
      async (emit) => {
        emit(1);
        emit(2);
        await turn();
        emit(3);
        return "over";
      },
      () => expect.unreachable(),
    );
    expect(await heard(run)).toEqual({ events: [1, 2, 3], result: "over" });
  });

  test("come before what the work throws", async () => {
    const events: number[] = [];
    const run = eventsOf<number, never>(
      async (emit) => {
        emit(1);
        throw new Error("enough");
      },
      () => expect.unreachable(),
    );
    const iterate = async (): Promise<void> => {
      for await (const event of run) events.push(event);
    };
    await expect(iterate()).rejects.toThrow("enough");
    expect(events).toEqual([1]);
  });

  test("end with who leaves them: the work is asked to end, and has ended when the iteration is left", async () => {
    for (const fails of [false, true]) {
      const left = new AbortController();
      let ended = false;
      const run = eventsOf<number, void>(
        async (emit) => {
          for (let i = 0; !left.signal.aborted; i++) {
            emit(i);
            await turn();
          }
          ended = true;
          if (fails) throw new Error("nobody listens any more");
        },
        () => left.abort(),
      );
      for await (const event of run) if (event === 3) break;
      expect(ended).toBe(true);
    }
  });
});

import { expect, test } from "vitest";
import type { Interrupts } from "../interrupts.ts";
import { leaveInTime } from "./drain.ts";

/** Interrupts of which nobody but the test hears. */
function interruptsHere(): Interrupts {
  const [drain, abort] = [new AbortController(), new AbortController()];
  return {
    ...{ drain: drain.signal, abort: abort.signal, close: () => {} },
    interrupt: () => (drain.signal.aborted ? abort : drain).abort(),
  };
}

test("who leaves too slowly is ended as by a second interrupt, and told of", async () => {
  const interrupts = interruptsHere();
  const said: string[] = [];
  leaveInTime(interrupts, { onLate: (sentence) => said.push(sentence), seconds: 0.01 });
  const ended = new Promise((resolve) => interrupts.abort.addEventListener("abort", resolve));
  const alive = setInterval(() => {}, 1000); // the limit itself keeps no process
  interrupts.interrupt();
  await ended;
  clearInterval(alive);
  expect(said).toEqual([expect.stringMatching(/^Not all was saved in 0\.01 seconds/)]);
});

test("nothing is said of who was interrupted twice already", () => {
  const interrupts = interruptsHere();
  const said: string[] = [];
  leaveInTime(interrupts, { onLate: (sentence) => said.push(sentence), seconds: 0 });
  interrupts.interrupt();
  interrupts.interrupt();
  expect([interrupts.abort.aborted, said]).toEqual([true, []]);
});

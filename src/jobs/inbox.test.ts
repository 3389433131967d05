import { expect, test } from "vitest";
import { createInbox } from "./inbox.ts";

test("gives messages in the order in which they were put, before or after they are asked for", async () => {
  const inbox = createInbox<number>();
  inbox.put(1);
  inbox.put(2);
  expect([await inbox.take(), await inbox.take()]).toEqual([1, 2]);
  const next = inbox.take();
  inbox.put(3);
  inbox.put(4);
  expect([await next, await inbox.take()]).toEqual([3, 4]);
});

/** What comes of documents that a thread makes, refuses, breaks at or dies of. */
import { afterEach, expect, it } from "vitest";
import { type DocumentOrder, DocumentThread } from "./document-thread.ts";

const module = new URL("../../test/samples/document-thread.mjs", import.meta.url);
const order = (name: string, location = "a"): DocumentOrder => ({ kind: "report", run: "study", name, location });
const thread = new DocumentThread({ module, memoryMb: 24, restMs: 0 });
const text = async (made: Promise<Uint8Array>): Promise<string> => new TextDecoder().decode(await made);

afterEach(async () => {
  expect(await text(thread.make(order("text", "still there")))).toBe("still there");
});

it("makes what is asked for, in that order", async () => {
  const ended: string[] = [];
  const all = ["one", "two", "three"].map(async (location) =>
    ended.push(await text(thread.make(order("text", location)))),
  );
  await Promise.all(all);
  expect(ended).toEqual(["one", "two", "three"]);
});

it("says why there is none, and makes what was asked for meanwhile", async () => {
  const refused = thread.make(order("refused"));
  const broken = thread.make(order("broken"));
  const next = thread.make(order("text", "next"));
  await expect(refused).rejects.toMatchObject({ code: "no-study", message: "It is gone." });
  await expect(broken).rejects.toThrow("a fault of ours");
  expect(await text(next)).toBe("next");
});

it.each([
  ["ends", /ended with 3/],
  ["throws", /thrown in the thread/],
])("makes the next one in another thread where one %s", async (name, sentence) => {
  const lost = thread.make(order(name));
  const next = thread.make(order("text", "next"));
  await expect(lost).rejects.toThrow(sentence);
  expect(await text(next)).toBe("next");
});

it("tells of a document that is too large by the command that makes it", async () => {
  await expect(thread.make(order("grows", "runs/big/study.sqlite"))).rejects.toMatchObject({
    code: "document-too-large",
    message: expect.stringMatching(/24 MB.*npx lionlab report runs\/big\/study\.sqlite/),
  });
});

it("ends with the server: what is being made and what waits is told so", async () => {
  const ending = new DocumentThread({ module });
  const made = [ending.make(order("never")), ending.make(order("text"))].map((one) =>
    expect(one).rejects.toMatchObject({ code: "dashboard-ended" }),
  );
  await ending.close();
  await Promise.all(made);
  await expect(ending.make(order("text"))).rejects.toMatchObject({ code: "dashboard-ended" });
});

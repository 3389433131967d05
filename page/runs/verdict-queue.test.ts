import { expect, it } from "vitest";
import { type ListedVerdict, type VerdictAnswer, verdictQueue } from "./verdict-queue.ts";

const answer = (change: Partial<VerdictAnswer> = {}): VerdictAnswer => ({
  version: "1",
  fresh: true,
  document: { mark: "open", headline: "Not told apart." },
  ...change,
});

/** A queue whose answers are given by hand, in the order of its questions. */
function byHand() {
  const questions: { readonly id: string; readonly after: string | null; give(answer: VerdictAnswer | null): void }[] =
    [];
  const told: (ListedVerdict & { readonly id: string })[] = [];
  const queue = verdictQueue({
    ask: (id, after) => new Promise((give) => questions.push({ id, after, give })),
    tell: (id, verdict) => told.push({ id, ...verdict }),
  });
  const give = async (at: number, one: VerdictAnswer | null): Promise<void> => {
    questions[at]!.give(one);
    await new Promise(setImmediate);
  };
  return { queue, questions, told, give };
}

it("asks for one after another, and for none twice", async () => {
  const { queue, questions, told, give } = byHand();
  for (const id of ["a", "b", "a", "b"]) queue.want(id, 4);
  expect(questions.map(({ id }) => id)).toEqual(["a"]);
  await give(0, answer());
  expect(told).toEqual([{ id: "a", mark: "open", headline: "Not told apart." }]);
  expect(questions.map(({ id }) => id)).toEqual(["a", "b"]);
  await give(1, answer());
  queue.want("a", 4);
  expect(questions).toHaveLength(2);
  queue.want("a", 5);
  expect(questions[2]).toMatchObject({ id: "a", after: null });
});

it("shows an older verdict until the newer one is made", async () => {
  const { queue, questions, told, give } = byHand();
  queue.want("a", 4);
  await give(0, answer({ version: "7", fresh: false }));
  expect(questions[1]).toMatchObject({ id: "a", after: "7" });
  await give(1, answer({ version: "8", document: { mark: "ahead", headline: "Lion leads." } }));
  expect(told.map(({ mark }) => mark)).toEqual(["open", "ahead"]);
  expect(questions).toHaveLength(2);
});

it("asks again for what it was not given, when it is wanted again", async () => {
  const { queue, questions, told, give } = byHand();
  queue.want("a", 4);
  await give(0, null);
  expect({ told, asked: questions.length }).toEqual({ told: [], asked: 1 });
  queue.want("a", 4);
  expect(questions).toHaveLength(2);
});

/** How a document is kept up: what is asked for, and when it is asked for again. */
import { expect, it } from "vitest";
import { type DocumentAnswer, type Followed, followDocument } from "./documents.ts";

type Answer = DocumentAnswer<string>;

function followed() {
  const asked: (string | null)[] = [];
  const answers: ((answer: Answer) => void)[] = [];
  const told: Followed<string>[] = [];
  const following = followDocument<string>({
    ask: (after) => {
      asked.push(after);
      return new Promise((resolve) => answers.push(resolve));
    },
    tell: (one) => told.push(one),
    rest: async () => {},
  });
  /** Answers the last question, and lets what follows happen. */
  const answer = async (one: Answer): Promise<void> => {
    answers.at(-1)!(one);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { asked, told, following, answer };
}

const made = (version: string, fresh: boolean): Answer => ({ version, fresh, document: `of ${version}` });

it("shows the last one while the next is made, and then that", async () => {
  const { asked, told, following, answer } = followed();
  await answer(made("1", true));
  expect(asked).toEqual([null]);
  following.again();
  await answer(made("1", false));
  expect(told.at(-1)).toEqual({ document: "of 1", fresh: false, sentence: null });
  await answer(made("2", true));
  expect(asked).toEqual([null, null, "1"]);
  expect(told.at(-1)).toEqual({ document: "of 2", fresh: true, sentence: null });
});

it("asks once more for what ended while it asked, and not for each of it", async () => {
  const { asked, following, answer } = followed();
  for (let i = 0; i < 5; i++) following.again();
  await answer(made("1", true));
  await answer(made("2", true));
  expect(asked).toEqual([null, null]);
});

it("keeps what it shows where the next cannot be made, says why, and asks on where the server was away", async () => {
  const { asked, told, following, answer } = followed();
  await answer(null);
  await answer(made("1", true));
  following.again();
  await answer({ sentence: "The disk is full." });
  expect(told.at(-1)).toEqual({ document: "of 1", fresh: true, sentence: "The disk is full." });
  expect(asked).toHaveLength(3);
  following.end();
  following.again();
  expect(asked).toHaveLength(3);
});

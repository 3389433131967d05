import { expect, test } from "vitest";
import { proxies } from "../tasks/proxies/index.ts";
import { models } from "./index.ts";
import { changesSince, poolTies, revisionMember, revisionOf } from "./revision.ts";

test("a revision is 1 and one more for each change; the first is absent from configs", () => {
  const [first, second] = [{ before: "a" }, { before: "b" }];
  expect([revisionOf({}), revisionOf({ changes: [first, second] })]).toEqual([1, 3]);
  expect([revisionMember({ changes: [] }), revisionMember({ changes: [first] })]).toEqual([{}, { revision: 2 }]);
  expect(changesSince({ changes: [first, second] })).toEqual([first, second]);
  expect(changesSince({ changes: [first, second] }, 2)).toEqual([second]);
  expect(changesSince({ changes: [first, second] }, 3)).toEqual([]);
});

test("networks with a max-pool have another revision since ties go to one element; others have not", () => {
  const pooled = models.filter(({ layers }) => layers.some(({ layer }) => /max-pool|pool 2/.test(layer)));
  expect(pooled.map(({ name }) => name)).toContain("fashion-cnn");
  expect(models.filter(({ changes = [] }) => changes.includes(poolTies))).toEqual(pooled);
  for (const model of pooled) expect((model.fit?.([3, 64, 64], 7) ?? model).changes, model.name).toEqual([poolTies]);
  expect(proxies.filter(({ changes = [] }) => changes.includes(poolTies)).map(({ name }) => name)).toEqual(
    proxies.map(({ name }) => name).filter((name) => name.startsWith("cnn")),
  );
});

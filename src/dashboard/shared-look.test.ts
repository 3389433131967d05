import { expect, it } from "vitest";
import { SharedLook } from "./shared-look.ts";

it("who asks meanwhile, or a moment later, shares what a look found", async () => {
  let looks = 0;
  const shared = new SharedLook(async () => void looks++);
  await Promise.all([shared.look(), shared.look()]);
  await shared.look();
  expect(looks).toBe(1);
  await shared.lookAnew();
  expect(looks).toBe(2);
});

it("a store that could not be read is told of to all who ask a moment later, and looked at anew", async () => {
  let isHeld = true;
  const shared = new SharedLook(async () => {
    if (isHeld) throw new Error("held");
  });
  for (let asked = 0; asked < 3; asked++) await expect(shared.look()).rejects.toThrow("held");
  isHeld = false;
  await expect(shared.look()).rejects.toThrow("held");
  await shared.lookAnew();
  await shared.look();
});

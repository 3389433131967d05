import { expect, it } from "vitest";
import { Audience } from "./audience.ts";

it("is told less often the more there are, and as often as before when they have gone, however they went", async () => {
  const audience = new Audience();
  const gone: (() => void)[] = [];
  const listen = (): Promise<void> => audience.with(() => new Promise<void>((resolve) => gone.push(resolve)));
  const few = Array.from({ length: 10 }, listen);
  expect([audience.size, audience.everyMs(1000)]).toEqual([10, 1000]);
  const many = Array.from({ length: 90 }, listen);
  expect([audience.size, audience.everyMs(1000)]).toEqual([100, 10_000]);
  for (const go of gone) go();
  await Promise.all([...few, ...many]);
  await expect(audience.with(() => Promise.reject(new Error("the connection broke")))).rejects.toThrow("broke");
  expect([audience.size, audience.everyMs(1000)]).toEqual([0, 1000]);
});

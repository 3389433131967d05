import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Later } from "./later.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("does the last of each name once there is a pause, and nothing of what is forgotten", () => {
  const later = new Later();
  const did: string[] = [];
  for (const key of ["a", "b", "c"]) {
    later.put("walk", () => did.push(`walk ${key}`));
    later.put("keep", () => did.push(`keep ${key}`));
    vi.advanceTimersByTime(100);
  }
  expect(did).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(did).toEqual(["walk c", "keep c"]);
  later.put("keep", () => did.push("keep d"));
  later.forget();
  vi.advanceTimersByTime(1000);
  expect(did).toEqual(["walk c", "keep c"]);
});

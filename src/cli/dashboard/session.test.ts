/** What browsers are known by: kept for its user alone. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sessionFile, sessionSecret } from "./session.ts";

let env: { readonly XDG_CACHE_HOME: string };
beforeEach(() => {
  env = { XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), "lionlab-session-")) };
});
afterEach(() => rmSync(env.XDG_CACHE_HOME, { recursive: true }));

it("is the same at each start, in a file that no other user may read", () => {
  const secret = sessionSecret(env);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(sessionSecret(env)).toBe(secret);
  expect(statSync(sessionFile(env)).mode & 0o777).toBe(0o600);
});

it("is not what others could have read or written, nor what a link leads to; that stays as it is", () => {
  const path = sessionFile(env);
  const known = "x".repeat(43);
  mkdirSync(dirname(path));
  writeFileSync(path, known);
  chmodSync(path, 0o644);
  expect(sessionSecret(env)).not.toBe(known);
  expect(sessionSecret(env)).not.toBe(sessionSecret(env));
  rmSync(path);
  writeFileSync(join(env.XDG_CACHE_HOME, "elsewhere"), known, { mode: 0o600 });
  symlinkSync(join(env.XDG_CACHE_HOME, "elsewhere"), path);
  expect(sessionSecret(env)).not.toBe(known);
  expect(readFileSync(join(env.XDG_CACHE_HOME, "elsewhere"), "utf8")).toBe(known);
  rmSync(path);
  writeFileSync(path, "short", { mode: 0o600 });
  expect(sessionSecret(env)).toMatch(/^[\w-]{43}$/);
});

it("is for one start where it cannot be kept", () => {
  writeFileSync(join(env.XDG_CACHE_HOME, "lionlab"), "a file where a folder is needed");
  expect(sessionSecret(env)).not.toBe(sessionSecret(env));
});

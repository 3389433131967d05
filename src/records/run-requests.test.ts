/** Requests to a run: who takes them, and what is none. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { putRequest, type RunRequest, requestFile, takeRequest } from "./run-requests.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-requests-"));
const store = join(folder, "study.sqlite");
const request: RunRequest = { wish: "pause", pid: 7, host: "here", startedAt: 1.5 };
beforeEach(() => rmSync(requestFile(store), { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a request", () => {
  it("is taken once, by the run that is meant; the last one counts", async () => {
    await putRequest(store, request);
    await putRequest(store, { ...request, wish: "stop" });
    expect(await takeRequest(store, ({ pid }) => pid === 8)).toBeNull();
    expect(await takeRequest(store, ({ pid }) => pid === 7)).toEqual({ ...request, wish: "stop" });
    expect(await takeRequest(store, () => true)).toBeNull();
  });

  it("is none where the file is something else, and what a link leads to is not read", async () => {
    const path = requestFile(store);
    const others = ["", "{", "null", '{"form":1,"wish":"erase","pid":7,"host":"here","startedAt":1}', " ".repeat(5000)];
    for (const text of others) {
      writeFileSync(path, text);
      expect(await takeRequest(store, () => true)).toBeNull();
    }
    rmSync(path);
    const elsewhere = join(folder, "elsewhere.json");
    writeFileSync(elsewhere, JSON.stringify({ form: 1, ...request }));
    symlinkSync(elsewhere, path);
    expect(await takeRequest(store, () => true)).toBeNull();
    await putRequest(store, request); // in the place of the link, not where it leads
    expect(JSON.parse(readFileSync(elsewhere, "utf8"))).toMatchObject({ wish: "pause" });
    expect(await takeRequest(store, () => true)).toEqual(request);
  });
});

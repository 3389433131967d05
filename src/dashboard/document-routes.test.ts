/** What a browser and a program are answered that ask for documents. */
import { Hono } from "hono";
import { expect, it } from "vitest";
import { LabError } from "../core/errors.ts";
import { documentRoutes } from "./document-routes.ts";

const sentence = "The file <b>study.sqlite</b> is damaged.";
const made = (text: string) => ({ version: "v 1", bytes: new TextEncoder().encode(text) });
const asked: unknown[] = [];
const app = new Hono();
app.onError((error, c) =>
  error instanceof LabError ? c.json({ sentence: error.message }, 503) : c.text("fault", 500),
);
app.route(
  "/",
  documentRoutes({
    documents: {
      newest: async (id, _, patienceMs) => {
        if (id === "broken") throw new LabError("storage-damaged", sentence);
        if (id === "slow" && patienceMs !== undefined) return "being-made";
        return id === "none" ? null : made("<!doctype html>é");
      },
      latest: async (id, kind, after) => {
        asked.push([id, kind, after]);
        return id === "none" ? null : { ...made('{"headline":"é"}'), fresh: false };
      },
    },
  }),
);
const browser = { headers: { "sec-fetch-mode": "navigate" } };
const ask = (id: string, init?: RequestInit) => app.request(`/api/runs/${id}/report`, init);

it("a program waits for a report; a browser is shown that it is being made, and asks again", async () => {
  expect(await (await ask("slow")).text()).toBe("<!doctype html>é");
  const shown = await ask("slow", browser);
  expect([shown.status, shown.headers.get("refresh")]).toEqual([202, "1"]);
  expect(await shown.text()).toContain("The report is being made.");
  expect(shown.headers.get("content-security-policy")).not.toContain("script-src");
  expect((await ask("there", browser)).headers.get("content-security-policy")).toContain("sandbox allow-scripts");
  expect((await ask("none", browser)).status).toBe(404);
});

it("both are told why there is none, without markup of what is named", async () => {
  const [told, shown] = [await ask("broken"), await ask("broken", browser)];
  expect([told.status, shown.status, shown.headers.get("refresh")]).toEqual([503, 503, null]);
  expect(await told.json()).toEqual({ sentence });
  expect(await shown.text()).toContain("The file &lt;b&gt;study.sqlite&lt;/b&gt; is damaged.");
});

it("gives the verdict with its version, and the one that follows a version", async () => {
  const answer = await app.request("/api/runs/a/verdict?after=v%200");
  expect(await answer.json()).toEqual({ version: "v 1", fresh: false, document: { headline: "é" } });
  await app.request("/api/runs/b/surfaces");
  expect(asked).toEqual([
    ["a", "verdict", "v 0"],
    ["b", "surfaces", null],
  ]);
  expect((await app.request("/api/runs/none/verdict")).status).toBe(404);
});

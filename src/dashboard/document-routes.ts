/**
 * Answers with documents of runs: the report as a page of its own, and what the page shows of the verdict and the surfaces as JSON.
 */
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { LabError } from "../core/errors.ts";
import type { RunDocuments } from "./run-documents.ts";
import { waitingPage, waitingPolicy } from "./waiting-page.ts";

/** What the answers are made from. */
export interface DocumentRoutesOptions {
  readonly documents: Pick<RunDocuments, "newest" | "latest">;
  /** Milliseconds for which a browser waits with an empty page before it is told that a report is being made. */
  readonly patienceMs?: number;
}

/** The report's page is one file with its own scripts and styles; in a sandbox it can ask this server for nothing. */
const reportPolicy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:; " +
  "sandbox allow-scripts allow-downloads allow-popups; frame-ancestors 'none'";

const usualPatienceMs = 700;

/**
 * The routes. A browser that goes to a report is shown that it is being made (202), and asks again by itself; programs wait for it. Errors: those
 * of the store and of making it, which the app answers; a browser is shown their sentence.
 */
export function documentRoutes({ documents, patienceMs = usualPatienceMs }: DocumentRoutesOptions): Hono {
  const app = new Hono();
  app.get("/api/runs/:id/report", async (c) => {
    const navigates = c.req.header("sec-fetch-mode") === "navigate";
    try {
      const made = await documents.newest(c.req.param("id"), "report", navigates ? patienceMs : undefined);
      if (made === null) return c.notFound();
      if (made === "being-made") return waiting(c, "The report is being made.", 202);
      c.header("Content-Security-Policy", reportPolicy);
      return c.body(made.bytes, 200, { "Content-Type": "text/html; charset=UTF-8" });
    } catch (error) {
      if (!navigates || !(error instanceof LabError)) throw error;
      return waiting(c, error.message, 503);
    }
  });
  for (const kind of ["verdict", "surfaces"] as const) {
    app.use(`/api/runs/:id/${kind}`, compress());
    app.get(`/api/runs/:id/${kind}`, async (c) => {
      const made = await documents.latest(c.req.param("id") ?? "", kind, c.req.query("after") ?? null);
      if (made === null) return c.notFound();
      const { version, fresh, bytes } = made;
      const head = JSON.stringify({ version, fresh }).slice(0, -1);
      return c.body(`${head},"document":${new TextDecoder().decode(bytes)}}`, 200, {
        "Content-Type": "application/json",
      });
    });
  }
  return app;
}

function waiting(c: Context, sentence: string, status: 202 | 503): Response {
  c.header("Content-Security-Policy", waitingPolicy);
  if (status === 202) c.header("Refresh", "1");
  return c.html(waitingPage(sentence, { isMaking: status === 202 }), status);
}

/** The dashboard for tests in a browser: a server on the stores of a folder with its thread for documents, what a page said, and axe. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { type AppOptions, createApp } from "../../src/dashboard/app.ts";
import { DocumentThread } from "../../src/dashboard/document-thread.ts";
import { readPageFiles } from "../../src/dashboard/files.ts";
import { RunLibrary } from "../../src/dashboard/library.ts";
import { RunDocuments } from "../../src/dashboard/run-documents.ts";
import { listen } from "../../src/dashboard/serve.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Lets a page in. */
export const token = "token-of-the-test";

/** A dashboard that listens. */
export interface ServedDashboard {
  readonly port: number;
  /** Address of a view that lets the browser in; `hash` as `#/run/ID`. */
  address(hash?: string): string;
  close(): Promise<void>;
}

/** Serves the stores of a folder; `port` 0 for any. The page is that of the last build. */
export async function serveDashboard(
  folder: string,
  { port = 0, ...options }: Partial<AppOptions> & { readonly port?: number } = {},
): Promise<ServedDashboard> {
  const stop = new AbortController();
  const library = new RunLibrary([folder]);
  const files = readPageFiles(join(process.cwd(), "dist", "page"));
  const thread = new DocumentThread({
    module: pathToFileURL(join(process.cwd(), "dist/cli/dashboard/document-worker.js")),
  });
  const documents = new RunDocuments({
    source: (id) => library.documentSource(id),
    make: (order) => thread.make(order),
    signal: stop.signal,
  });
  const make = (at: number) =>
    createApp({
      ...{ library, files, token, signal: stop.signal, lookEveryMs: 50, documents },
      hosts: new Set([`127.0.0.1:${at}`]),
      ...options,
    });
  const listening = await listen(make, { host: "127.0.0.1", port });
  return {
    port: listening.port,
    address: (hash = "") => `http://127.0.0.1:${listening.port}/?token=${token}${hash}`,
    close: async () => {
      stop.abort();
      await listening.close();
      await thread.close();
      await library.close();
    },
  };
}

/** All that a page says to its console, its errors, and scripts of names that ran: they call `alert`. */
export function hear(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", ({ message }) => said.push(message));
  page.on("dialog", (dialog) => void dialog.dismiss().then(() => said.push("a script of a name ran")));
  return said;
}

/** A page in which axe may run: it is a script of another's. */
export async function pageForAxe(browser: Browser, colorScheme: "light" | "dark"): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, colorScheme });
  return context.newPage();
}

/** What axe objects to on a page, by its rules' names and what broke them. */
export async function objectionsTo(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ content: axe });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

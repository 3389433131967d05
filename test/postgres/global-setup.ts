/**
 * One PostgreSQL server for all tests of a run, started when the first test asks for it; `database.ts` is what tests use.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type Installation, install } from "./installation.ts";
import { startServer } from "./server.ts";

/** What a test is answered. */
export type ServerAnswer = { readonly url: string; readonly installation: Installation } | { readonly problem: string };

declare module "vitest" {
  export interface ProvidedContext {
    /** Where to ask for the server. */
    readonly postgres: string;
  }
}

/** Called by Vitest before the tests; what it returns, after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: ReturnType<typeof start> | undefined;
  const answering = createServer(async (_, response) => {
    started ??= start();
    response.end(JSON.stringify((await started).answer));
  }).listen(0, "127.0.0.1");
  await once(answering, "listening");
  project.provide("postgres", `http://127.0.0.1:${(answering.address() as AddressInfo).port}/`);
  return async () => {
    answering.close();
    await (await started)?.remove();
  };
}

async function start(): Promise<{ readonly answer: ServerAnswer; remove(): Promise<void> }> {
  try {
    const { installation, remove } = await install();
    const server = await startServer(installation, { max_connections: "300" });
    return { answer: { url: server.url(), installation }, remove };
  } catch (error) {
    return { answer: { problem: error instanceof Error ? error.message : String(error) }, remove: async () => {} };
  }
}

/** Listens for the dashboard on a port of this machine. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { LabError } from "../core/errors.ts";

/** Where a server listens. */
export interface Listening {
  readonly port: number;
  /** Ends it, and lets go whoever is connected. */
  close(): Promise<void>;
}

/** How long a client may take, in milliseconds: for the head of a request, and for all of it. */
export interface ClientPatience {
  readonly headersMs: number;
  readonly requestMs: number;
}

/** Slow enough for any browser, and no more. */
const usualPatience: ClientPatience = { headersMs: 10_000, requestMs: 30_000 };

/** Connections at a time; browsers take a handful for each page. */
const mostConnections = 2000;

/** How many ports after the wanted one are tried where it is taken. */
const portsTried = 20;

/**
 * Listens on the first port from `port` on that is free (0: any), and answers by the app that is made for it.
 * Errors: `port-taken` where none is, `address-unusable` where the host is not this machine's or may not be used.
 */
export async function listen(
  make: (port: number) => Hono,
  {
    host,
    port,
    patience = usualPatience,
  }: { readonly host: string; readonly port: number; readonly patience?: ClientPatience },
): Promise<Listening> {
  for (let tried = port; tried <= port + portsTried; tried++) {
    const server = serverWith(patience);
    if (!(await opens(server, { host, port: tried }))) continue;
    const { port: found } = server.address() as AddressInfo;
    const answer = getRequestListener(make(found).fetch);
    server.on("request", (request, response) => void answer(request, response));
    return {
      port: found,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  }
  throw new LabError(
    "port-taken",
    `Ports ${port} to ${port + portsTried} are all taken on ${host}. Name another one, as --port ${port + 100}, or --port 0 for any that is free.`,
    { port: String(port) },
  );
}

/** A server that drops clients which are slow to say what they want. */
function serverWith({ headersMs, requestMs }: ClientPatience): Server {
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(headersMs, 2000) / 2,
  });
  server.maxConnections = mostConnections;
  return server;
}

/** Whether the server has the port; false where another has it. */
function opens(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return resolve(false);
      const sentence = `Cannot listen on ${host}, port ${port}: ${error.message}. The usual host is 127.0.0.1.`;
      reject(new LabError("address-unusable", sentence, { host }));
    });
    server.listen({ host, port }, () => resolve(true));
  });
}

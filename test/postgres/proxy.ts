/**
 * A way to a PostgreSQL server that tests cut and hold up.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** What becomes of what a client said: it is handed on; handed on and its answer never comes; or never gets there. */
export type Passage = "whole" | "unanswered" | "lost";

/** Passes bytes on between clients and a server. */
export class ProxyToServer {
  /** Decides about each piece that a client sends. */
  onRequest: (bytes: Buffer) => Passage = () => "whole";
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#server = createServer((client) => this.#pass(client, connect(target)));
  }

  /** Listens on a port of this machine. */
  static async to(target: { readonly host: string; readonly port: number }): Promise<ProxyToServer> {
    const proxy = new ProxyToServer(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  /** The address of a database through the proxy. */
  through(address: string): string {
    const url = new URL(address);
    url.hostname = "127.0.0.1";
    url.port = `${(this.#server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** Ends every connection, and every new one until `mend`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets connections through again. */
  mend(): void {
    this.#isCut = false;
  }

  /** Ends it. */
  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #pass(client: Socket, server: Socket): void {
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", end);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    if (this.#isCut) end();
    let isAnswered = true;
    client.on("data", (bytes) => {
      const passage = this.onRequest(bytes);
      if (passage === "unanswered") isAnswered = false;
      if (passage === "lost") end();
      else server.write(bytes);
    });
    server.on("data", (bytes) => (isAnswered ? client.write(bytes) : end()));
  }
}

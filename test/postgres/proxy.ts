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
  readonly #at: string;
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  #isSilent = false;

  private constructor(target: { readonly host: string; readonly port: number }, at: string) {
    this.#at = at;
    this.#server = createServer((client) => this.#pass(client, connect(target)));
  }

  /** Listens on a port of an address of this machine. */
  static async to(target: { readonly host: string; readonly port: number }, at = "127.0.0.1"): Promise<ProxyToServer> {
    const proxy = new ProxyToServer(target, at);
    proxy.#server.listen(0, at);
    await once(proxy.#server, "listening");
    return proxy;
  }

  /** The address of a database through the proxy. */
  through(address: string): string {
    const url = new URL(address);
    url.hostname = this.#at;
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

  /** Nothing passes any more and nobody is told, from the next commit on, which gets there and whose answer does not; until `speak`. */
  silenceAtCommit(): Promise<void> {
    const before = this.onRequest;
    return new Promise((resolve) => {
      this.onRequest = (bytes) => {
        if (bytes.includes("COMMIT")) {
          this.onRequest = before;
          this.#isSilent = true;
          for (const socket of this.#sockets) socket.pause();
          resolve();
        }
        return before(bytes);
      };
    });
  }

  /** What was said meanwhile gets there now, also where who said it has given up. */
  speak(): void {
    this.#isSilent = false;
    for (const socket of this.#sockets) socket.resume();
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
    if (this.#isSilent) for (const socket of [client, server]) socket.pause();
  }
}

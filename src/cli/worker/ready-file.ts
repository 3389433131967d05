/**
 * A file that is there while the server hears of this worker and the worker takes work: what the probes of a container look for.
 *
 * It is written anew at each word that reached the server, every few seconds, so that its age tells of a process that hangs; it is removed when the
 * server is waited for and when the worker leaves.
 */
import { rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { LabError } from "../../core/errors.ts";

/** See above. */
export class ReadyFile {
  readonly #path: string;
  #closed = false;

  /** One that is left from a process that was killed is removed. Errors: `ready-file` where it cannot be written. */
  constructor(path: string) {
    this.#path = path;
    this.heard();
    this.unheard();
  }

  /** The server knows that the worker is there. */
  heard(): void {
    if (this.#closed) return;
    this.#change(() => writeFileSync(this.#path, `${hostname()} ${process.pid}\n`));
  }

  /** The server does not answer. */
  unheard(): void {
    this.#change(() => rmSync(this.#path, { force: true }));
  }

  /** The worker leaves; the file does not come again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.unheard();
  }

  #change(work: () => void): void {
    try {
      work();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new LabError(
        "ready-file",
        `Cannot keep ${this.#path} (${code ?? message}), which says whether this worker is ready: give --ready-file a file in a folder that can be written to.`,
        { path: this.#path },
      );
    }
  }
}

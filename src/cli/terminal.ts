/**
 * The terminal as commands see it: two streams of text, a width, colour or none, and the user's interrupts.
 *
 * Commands never touch `process`; tests give a terminal that remembers.
 */

/** One output stream. */
export interface Screen {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Colour is wanted: a TTY without NO_COLOR, or FORCE_COLOR. */
  readonly color: boolean;
  /** Width in columns now; 80 where it is not known. */
  columns(): number;
  /** Height in rows now; 24 where it is not known. */
  rows(): number;
  /** Calls `listener` after each change of size until the returned function is called. */
  onResize(listener: () => void): () => void;
}

/** What a command works with. */
export interface Terminal {
  readonly out: Screen;
  readonly err: Screen;
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  /** Standard input is a keyboard: reading it would wait for a person. */
  readonly inputIsTTY: boolean;
  /** Everything on standard input. */
  readInput(): Promise<string>;
  /** Leaves at once, whatever is under way. */
  exit(code: number): void;
  /** Calls `listener` at each interrupt (Ctrl-C, SIGTERM, a closed terminal) until the returned function is called. */
  onInterrupt(listener: (signal: NodeJS.Signals) => void): () => void;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    out: screenOf(process.stdout),
    err: screenOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    inputIsTTY: process.stdin.isTTY === true,
    readInput: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString("utf8");
    },
    exit: (code) => process.exit(code),
    onInterrupt: (listener) => {
      const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
  };
}

let failed = false;

/**
 * A reader that went away (`| head`, a closed window) is no fault of ours: what is left to print is dropped. A disk that is full, or
 * another failure, is said once, and whatever the command returns, the process ends as failed.
 */
function noticeFailure(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE" || failed) return;
  failed = true;
  process.on("exit", () => {
    process.exitCode = 2;
  });
  const reason = error.code === "ENOSPC" ? "the disk is full; make room and run the same command again" : error.message;
  process.stderr.write(`lionlab: The output could not be written: ${reason}.\n`);
}

function screenOf(stream: NodeJS.WriteStream): Screen {
  stream.on("error", noticeFailure);
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0";
  const refused = (NO_COLOR !== undefined && NO_COLOR !== "") || TERM === "dumb";
  const isTTY = stream.isTTY === true;
  return {
    isTTY: isTTY && TERM !== "dumb",
    color: !refused && (isTTY || forced),
    write: (text) => {
      if (stream.writable) stream.write(text);
    },
    columns: () => stream.columns || 80,
    rows: () => stream.rows || 24,
    onResize: (listener) => {
      stream.on("resize", listener);
      return () => stream.off("resize", listener);
    },
  };
}

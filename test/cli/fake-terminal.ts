/**
 * A terminal for tests: remembers what was written, has any size, and is interrupted when the test says so.
 */
import type { Screen, Terminal } from "../../src/cli/terminal.ts";

/** A screen that remembers. */
export interface FakeScreen extends Screen {
  text(): string;
  resize(columns: number, rows: number): void;
}

/** A terminal that remembers. */
export interface FakeTerminal extends Terminal {
  readonly out: FakeScreen;
  readonly err: FakeScreen;
  interrupt(): void;
}

/** Makes a terminal; both screens are pipes without colour unless said otherwise. */
export function fakeTerminal(
  setup: { readonly isTTY?: boolean; readonly color?: boolean; readonly input?: string; readonly cwd?: string } = {},
): FakeTerminal {
  const listeners = new Set<(signal: NodeJS.Signals) => void>();
  return {
    out: fakeScreen(setup),
    err: fakeScreen(setup),
    env: {},
    cwd: setup.cwd ?? ".",
    inputIsTTY: setup.input === undefined,
    exit: (code) => {
      throw new Error(`left with exit code ${code}`);
    },
    readInput: async () => setup.input ?? "",
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interrupt: () => {
      for (const listener of listeners) listener("SIGINT");
    },
  };
}

function fakeScreen({
  isTTY = false,
  color = false,
}: {
  readonly isTTY?: boolean;
  readonly color?: boolean;
}): FakeScreen {
  let written = "";
  let size = { columns: 100, rows: 24 };
  const listeners = new Set<() => void>();
  return {
    isTTY,
    color,
    write: (text) => {
      written += text;
    },
    text: () => written,
    columns: () => size.columns,
    rows: () => size.rows,
    onResize: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resize: (columns, rows) => {
      size = { columns, rows };
      for (const listener of listeners) listener();
    },
  };
}

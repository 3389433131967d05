/**
 * The contract of a progress display: a listener for a study's events that must be closed.
 *
 * There are three: a redrawn block for people at a terminal, plain lines for logs and pipes, JSON lines for programs.
 */
import type { Clock } from "../../core/clock.ts";
import type { PlannedTrial } from "../../records/storage.ts";
import type { StudyEvent } from "../../study/events.ts";
import type { Terminal } from "../terminal.ts";
import { JsonDisplay } from "./json-display.ts";
import { LiveDisplay } from "./live-display.ts";
import { PlainDisplay } from "./plain-display.ts";

/** A display. */
export interface ProgressDisplay {
  handle(event: StudyEvent): void;
  /** Leaves the screen as text that may be scrolled and copied. */
  close(): void;
}

/** What a display needs. */
export interface DisplaySetup {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly trials: readonly PlannedTrial[];
}

/** The display that suits the terminal; `json` asks for JSON lines on standard output. */
export function openDisplay(setup: DisplaySetup, { json }: { readonly json: boolean }): ProgressDisplay {
  if (json) return new JsonDisplay(setup.terminal.out);
  return setup.terminal.err.isTTY ? new LiveDisplay(setup) : new PlainDisplay(setup);
}

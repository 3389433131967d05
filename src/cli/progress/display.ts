/**
 * The contract of a progress display: a listener for events that must be closed.
 *
 * There are three: a redrawn block for people at a terminal, plain lines for logs and pipes, JSON lines for programs. What
 * a block or a line says is known to a view, one for studies and one for discoveries.
 */
import type { Clock } from "../../core/clock.ts";
import type { FollowedStudyEvent } from "../../live/follow-news.ts";
import { factsOf } from "../../live/study-state.ts";
import type { PlannedTrial } from "../../records/storage.ts";
import type { Terminal } from "../terminal.ts";
import { JsonDisplay } from "./json-display.ts";
import { LiveDisplay } from "./live-display.ts";
import { PlainDisplay } from "./plain-display.ts";
import { StudyProgressView } from "./study-progress-view.ts";
import type { Style } from "./text.ts";

/** A display. */
export interface ProgressDisplay<E> {
  handle(event: E): void;
  /** Leaves the screen as text that may be scrolled and copied. */
  close(): void;
}

/** What live and plain displays say about events of one kind. */
export interface ProgressView<E> {
  /** Takes an event in; returns the lasting line that it leaves, if any. */
  follow(event: E, style: Style): string | null;
  /** The block as it stands: at most `rows` lines, none longer than the style's columns. */
  block(style: Style, rows: number): readonly string[];
  /** What a log adds to the lasting line of this event; empty for nothing. */
  suffix(event: E): string;
  /** A sign of life for a log that was quiet for a while, after this event; null where there is nothing to say. */
  sign(event: E): string | null;
}

/** What a display of a study needs. */
export interface DisplaySetup {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly trials: readonly PlannedTrial[];
}

/** The display of a study that suits the terminal; `json` asks for JSON lines on standard output. */
export function openDisplay(
  { terminal, clock, trials }: DisplaySetup,
  { json }: { readonly json: boolean },
): ProgressDisplay<FollowedStudyEvent> {
  if (json) return new JsonDisplay(terminal.out, shownEvent);
  return openTextDisplay(new StudyProgressView({ clock, trials }), { terminal, clock });
}

/** A display for people: a block at a terminal, else plain lines. */
export function openTextDisplay<E>(
  view: ProgressView<E>,
  { terminal, clock }: { readonly terminal: Terminal; readonly clock: Clock },
): ProgressDisplay<E> {
  return terminal.err.isTTY ? new LiveDisplay(terminal.err, view) : new PlainDisplay(terminal.err, { view, clock });
}

/** An event with its trial named by key, label, rate and seed in place of its whole configuration. */
function shownEvent(event: FollowedStudyEvent): object {
  if (!("trial" in event)) return event;
  const { trial, ...rest } = event;
  return { ...rest, trial: factsOf(trial) };
}

/**
 * Pieces of text that a progress display is made of: durations, counts, bars, and lines cut to a width.
 */
import { printable } from "../../core/printable.ts";
import { wholeText } from "../../core/whole-number.ts";

/** How a screen shows text. */
export interface Style {
  readonly columns: number;
  readonly color: boolean;
}

/** SGR codes of the few looks that are used. */
const looks = { bold: "1", dim: "2", red: "31", green: "32", cyan: "36" } as const;

/** `text` in a look where colours are shown, else as it is. */
export function paint(text: string, look: keyof typeof looks, { color }: Pick<Style, "color">): string {
  return color ? `\u001b[${looks[look]}m${text}\u001b[0m` : text;
}

/** 4 → "4 s", 75 → "1:15", 3700 → "1:01:40". Seconds are rounded. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A duration as far as an estimate may say it: "under a minute", "about 4 min", "about 2 h 10 min", "about 3 days". */
export function formatRoughDuration(seconds: number): string {
  if (seconds < 45) return "under a minute";
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `about ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `about ${Math.round(hours / 24)} days`;
  const rest = hours < 10 ? Math.round((minutes % 60) / 10) * 10 : 0;
  if (rest === 60) return `about ${hours + 1} h`;
  return rest === 0 ? `about ${hours} h` : `about ${hours} h ${rest} min`;
}

/** 12345.6 → "12,346". */
export function formatCount(value: number): string {
  return wholeText(value);
}

/** 0.8765 → "87.7 %". */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A loss in nats with three decimals, shorter where it is huge. */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return "not finite";
  return Math.abs(loss) < 1000 ? loss.toFixed(3) : loss.toExponential(1);
}

/** A bar of `width` cells filled to `share` (0..1), in eighths of a cell. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const full = Math.floor(eighths / 8);
  const part = eighths % 8 === 0 ? "" : "▏▎▍▌▋▊▉".charAt((eighths % 8) - 1);
  return `${"█".repeat(full)}${part}`.padEnd(width, "░");
}

/** Cuts a line of plain text, which may hold foreign text, to `columns`, with an ellipsis where something was cut off. */
export function cut(text: string, columns: number): string {
  const shown = printable(text);
  const letters = [...shown];
  if (letters.length <= columns) return shown;
  return columns <= 1 ? "" : `${letters.slice(0, columns - 1).join("")}…`;
}

/** Joins the parts that fit into `columns`, dropping later ones first; the first part is cut if it alone is too long. */
export function fitParts(parts: readonly string[], columns: number, separator = "  "): string {
  const [first = "", ...rest] = parts.map(printable);
  let line = cut(first, columns);
  for (const part of rest) {
    if ([...line].length + separator.length + [...part].length > columns) break;
    line += separator + part;
  }
  return line;
}

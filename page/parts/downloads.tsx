/** A figure's files: SVG, PNG and CSV, behind one button. */
import "../styles/downloads.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type CsvField, csvText } from "../../src/report/csv.ts";
import { fileNameOf } from "./downloads/file-name.ts";
import { type Picture, pngOf, svgOf } from "./downloads/picture-files.ts";

/** What is downloaded. */
export interface DownloadsProps {
  /** Of the figure. */
  readonly title: string;
  /** Of the run; with the title it makes the names of the files. */
  readonly of: string;
  /** A head and its rows. */
  readonly csv: () => readonly (readonly CsvField[])[];
  /** The figure as it stands: SVG text, an SVG element of the page, or a canvas; null where there is none yet. */
  readonly picture: () => Picture | null | Promise<Picture | null>;
}

type Kind = "svg" | "png" | "csv";
const kinds: readonly Kind[] = ["svg", "png", "csv"];

/** The button, and the kinds of files that it opens to. */
export function Downloads({ title, of, csv, picture }: DownloadsProps) {
  const open = useSignal(false);
  const fault = useSignal("");
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open.value) return;
    const pressed = (event: Event): void => {
      if (!whole.current!.contains(event.target as Node)) open.value = false;
    };
    addEventListener("pointerdown", pressed);
    return () => removeEventListener("pointerdown", pressed);
  }, [open.value]);
  const download = async (kind: Kind): Promise<void> => {
    open.value = false;
    button.current?.focus();
    const file = await fileOf(kind, { csv, picture }).catch((error: unknown) => {
      console.error(error);
      return null;
    });
    fault.value = file === null ? `The ${kind.toUpperCase()} could not be drawn.` : "";
    if (file !== null) save(file, fileNameOf({ of, title, extension: kind }));
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open.value) return;
    event.stopPropagation();
    open.value = false;
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only closes what is open, for keys that were pressed inside
    <div class="downloads" ref={whole} onKeyDown={key} onFocusOut={(event) => leave(event, open)}>
      <button
        ref={button}
        type="button"
        class="quiet"
        aria-expanded={open.value}
        aria-label={`Download: ${title}`}
        onClick={() => (open.value = !open.value)}
      >
        <Arrow />
        Download
      </button>
      {open.value && (
        <div class="downloads-kinds">
          {kinds.map((kind) => (
            <button key={kind} type="button" onClick={() => void download(kind)}>
              {kind.toUpperCase()}
            </button>
          ))}
        </div>
      )}
      <span role="status" class="downloads-fault">
        {fault.value}
      </span>
    </div>
  );
}

function leave(event: FocusEvent, open: { value: boolean }): void {
  const to = event.relatedTarget;
  if (to instanceof Node && !(event.currentTarget as HTMLElement).contains(to)) open.value = false;
}

async function fileOf(kind: Kind, { csv, picture }: Pick<DownloadsProps, "csv" | "picture">): Promise<Blob | null> {
  if (kind === "csv") return new Blob([csvText(csv())], { type: "text/csv;charset=utf-8" });
  const drawn = await picture();
  if (drawn === null) return null;
  return kind === "svg" ? new Blob([svgOf(drawn)], { type: "image/svg+xml" }) : pngOf(drawn);
}

/** Milliseconds after which a browser has surely taken a file. */
const takenMs = 10_000;

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), takenMs);
}

function Arrow() {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d="M6 1v7M3 5.4 6 8.4l3-3M1.5 11h9" fill="none" stroke="currentColor" stroke-width="1.4" />
    </svg>
  );
}

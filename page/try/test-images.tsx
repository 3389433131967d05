/** Images of the test set that judged the model, with the classes that they are of; the server gives those that lie on its machine. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { SampleImages } from "../../src/dashboard/views.ts";
import { ask } from "../connection.ts";
import type { ModelOrigin, TrueClass } from "./classifier.ts";
import { type Pixels, pixelsOf } from "./picture.ts";

/** Whose test set, and where an image of it goes. */
interface TestImagesProps {
  readonly origin: ModelOrigin | null;
  readonly onPixels: (pixels: Pixels, truth: TrueClass) => void;
}

type ShownSamples = SampleImages & { readonly sentence: null };

const unreachable: SampleImages = { sentence: "The test images could not be had from the server." };
const ofFile: SampleImages = {
  sentence: "A file does not say which images judged it. Choose a model of a run, or draw, or drop a picture.",
};

/** The images, some at a time. */
export function TestImages({ origin, onPixels }: TestImagesProps) {
  const from = useSignal(0);
  const samples = useSignal<SampleImages | null>(null);
  useEffect(() => {
    if (origin === null) return;
    const stop = new AbortController();
    const { run, key } = origin;
    const path = `/api/runs/${encodeURIComponent(run)}/models/${key}/samples?from=${from.value}`;
    void ask<SampleImages>(path, stop.signal).then((found) => {
      if (!stop.signal.aborted) samples.value = found ?? unreachable;
    });
    return () => stop.abort();
  }, [origin, from.value]);
  const shown = origin === null ? ofFile : samples.value;
  if (shown === null)
    return (
      <p class="nothing" role="status" aria-busy="true">
        Looking for the test images …
      </p>
    );
  if (shown.sentence !== null) return <p class="nothing">{shown.sentence}</p>;
  return <Grid key={shown.from} shown={shown} onPixels={onPixels} onFrom={(next) => (from.value = next)} />;
}

interface GridProps extends Pick<TestImagesProps, "onPixels"> {
  readonly shown: ShownSamples;
  readonly onFrom: (from: number) => void;
}

function Grid({ shown, onPixels, onFrom }: GridProps) {
  const picked = useSignal(0);
  const { samples, from, count, title, shape } = shown;
  const [, height, width] = shape;
  const end = from + samples.length;
  const pick = (i: number): void => {
    const { label, name, bytes } = samples[i]!;
    picked.value = i;
    onPixels({ data: pixelsOf(bytesOf(bytes), shape), height, width }, { index: label, name });
  };
  useEffect(() => pick(0), [shown]);
  return (
    <div class="test-images">
      <ul class="test-grid" aria-label={`Test images of ${title}`}>
        {samples.map(({ name, bytes }, i) => (
          <li key={from + i}>
            <button type="button" aria-pressed={picked.value === i} onClick={() => pick(i)}>
              <Image bytes={bytes} shape={shape} />
              {name}
            </button>
          </li>
        ))}
      </ul>
      <div class="test-more">
        <button type="button" onClick={() => onFrom(end < count ? end : 0)}>
          Others
        </button>
        <span class="hint">
          {from + 1} to {end} of {count.toLocaleString("en")} test images of {title}
        </span>
      </div>
    </div>
  );
}

function Image({ bytes, shape }: { readonly bytes: string; readonly shape: ShownSamples["shape"] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [, height, width] = shape;
  useLayoutEffect(() => {
    const pixels = new ImageData(pixelsOf(bytesOf(bytes), shape), width, height);
    canvas.current!.getContext("2d")!.putImageData(pixels, 0, 0);
  }, [bytes]);
  return <canvas ref={canvas} width={width} height={height} />;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

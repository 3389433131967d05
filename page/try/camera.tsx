/** The camera, frame by frame. It is asked for when one begins, and given back when one leaves. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { isFree } from "./classifier.ts";
import type { Pixels } from "./picture.ts";

/** Where frames go. */
interface CameraProps {
  readonly onPixels: (pixels: Pixels) => void;
}

const wanted = { video: { facingMode: "environment", width: { ideal: 640 } }, audio: false } as const;

/** The camera. */
export function Camera({ onPixels }: CameraProps) {
  const stream = useSignal<MediaStream | null>(null);
  const fault = useSignal<string | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const gone = useRef(false);
  const stop = (): void => {
    for (const track of stream.peek()?.getTracks() ?? []) track.stop();
    stream.value = null;
  };
  const start = async (): Promise<void> => {
    fault.value = null;
    try {
      const opened = await navigator.mediaDevices.getUserMedia(wanted);
      stream.value = opened;
      if (gone.current) stop(); // whoever asked has left
    } catch (error) {
      fault.value = sentenceOf(error);
    }
  };
  useEffect(
    () => () => {
      gone.current = true;
      stop();
    },
    [],
  );
  useEffect(() => {
    if (stream.value === null) return;
    const shown = video.current!;
    shown.srcObject = stream.value;
    return eachFrame(shown, onPixels);
  }, [stream.value, onPixels]);
  return (
    <div class="camera">
      {stream.value === null ? (
        <p class="idle">The camera is off. Its pictures do not leave this browser.</p>
      ) : (
        <video ref={video} autoPlay muted playsInline aria-label="What the camera sees" />
      )}
      <button
        type="button"
        class={stream.value === null ? "main" : ""}
        onClick={() => (stream.value === null ? void start() : stop())}
      >
        {stream.value === null ? "Start the camera" : "Stop the camera"}
      </button>
      {fault.value !== null && (
        <p class="fault" role="alert">
          {fault.value}
        </p>
      )}
    </div>
  );
}

/** Gives frames on, one whenever the model is free; ends when the returned function is called. */
function eachFrame(video: HTMLVideoElement, onPixels: (pixels: Pixels) => void): () => void {
  const canvas = document.createElement("canvas");
  const drawn = canvas.getContext("2d", { willReadFrequently: true })!;
  let next = 0;
  const look = (): void => {
    next = requestAnimationFrame(look);
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0 || !isFree()) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    drawn.drawImage(video, 0, 0);
    onPixels(drawn.getImageData(0, 0, width, height));
  };
  next = requestAnimationFrame(look);
  return () => cancelAnimationFrame(next);
}

function sentenceOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError")
    return "The browser was not allowed to use the camera. Allow it in the address bar, and start again.";
  if (name === "NotFoundError") return "There is no camera here. Draw, or take a picture.";
  if (name === "NotReadableError") return "Another program uses the camera. Close it, and start again.";
  return "The camera cannot be used on this page. Open it by http://127.0.0.1 or over https.";
}

/** A trained model under one's fingers: draw, drop a picture or use the camera, and see what it says. */
import { useSignal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";
import { keepState } from "../location.ts";
import { BackLink } from "../parts/back-link.tsx";
import { Modes } from "../parts/modes.tsx";
import "../styles/study.css";
import "../styles/try.css";
import type { ViewProps } from "../views.ts";
import { Camera } from "./camera.tsx";
import { ChooseModel } from "./choose-model.tsx";
import { ClassBars, Pace } from "./class-bars.tsx";
import { askModel, endClassifier, forgetPace, type ModelOrigin, modelState, type TrueClass } from "./classifier.ts";
import { DrawPad } from "./draw-pad.tsx";
import type { OpenModel } from "./messages.ts";
import { type Pixels, seenOf } from "./picture.ts";
import { PictureDrop } from "./picture-drop.tsx";
import { SeenImage } from "./seen-image.tsx";
import { TestImages } from "./test-images.tsx";

const sources = { draw: "Draw", test: "Test images", picture: "Picture", camera: "Camera" } as const;
type Source = keyof typeof sources;

/** The view. Its address keeps the model and the source. */
export function TryView({ id, query }: ViewProps) {
  const given = new URLSearchParams(query);
  const source = useSignal<Source>(sourceOf(given.get("from")));
  const chosen = useSignal<string | null>(given.get("model"));
  useEffect(() => {
    document.title = "Try it · Lionlab";
    return endClassifier;
  }, []);
  const keep = (): void => {
    const state = new URLSearchParams({ from: source.peek() });
    if (chosen.peek() !== null) state.set("model", chosen.peek()!);
    keepState(state.toString());
  };
  return (
    <>
      <BackLink />
      <div class="view-head">
        <div>
          <h1>Try it</h1>
          <p class="lead">A trained model in this browser. What you draw, drop or film stays here.</p>
        </div>
      </div>
      <ChooseModel
        run={id}
        chosen={chosen.value}
        onChoose={(key) => {
          chosen.value = key;
          keep();
        }}
      />
      <Stage
        source={source.value}
        onSource={(mode) => {
          source.value = mode;
          forgetPace();
          keep();
        }}
      />
    </>
  );
}

interface StageProps {
  readonly source: Source;
  readonly onSource: (source: Source) => void;
}

function Stage(props: StageProps) {
  const state = modelState.value;
  switch (state.kind) {
    case "none":
      return (
        <p class="nothing">
          Choose a run that kept its weights, or open an ONNX file, as <code class="flag">lionlab export-model</code>{" "}
          writes it.
        </p>
      );
    case "opening":
      return (
        <p class="nothing" role="status" aria-busy="true">
          Opening {state.name} …
        </p>
      );
    case "refused":
      return (
        <p class="nothing fault" role="alert">
          {state.sentence}
        </p>
      );
    case "open":
      return <Trial key={state.model.name} model={state.model} origin={state.origin} {...props} />;
  }
}

interface TrialProps extends StageProps {
  readonly model: OpenModel;
  readonly origin: ModelOrigin | null;
}

function Trial({ model, origin, source, onSource }: TrialProps) {
  const seen = useSignal<Uint8Array | null>(null);
  const show = useCallback(
    (pixels: Pixels, known: TrueClass | null = null): void => {
      const image = seenOf(pixels, model);
      seen.value = image;
      askModel(image, known);
    },
    [model],
  );
  const [channels, height, width] = model.input;
  return (
    <div class="try">
      <section class="panel" aria-label="Image">
        <Modes label="Where the image comes from" modes={sources} value={source} onPick={onSource} />
        {source === "draw" && <DrawPad input={model.input} onPixels={show} />}
        {source === "test" && <TestImages key={origin?.key} origin={origin} onPixels={show} />}
        {source === "picture" && <PictureDrop onPixels={show} />}
        {source === "camera" && <Camera onPixels={show} />}
      </section>
      <section class="panel" aria-label="Answer">
        <div class="judged">
          {seen.value !== null && <SeenImage seen={seen.value} input={model.input} />}
          <div>
            <h2>{model.name}</h2>
            <p class="hint">
              sees {channels === 1 ? "grey" : "colour"} {width} × {height}
              {model.told
                ? ""
                : ". The file does not say what its classes are called, or how images were made for it: 0 to 1, the whole picture."}
            </p>
            <Pace live={source === "camera"} />
          </div>
        </div>
        <ClassBars model={model} live={source === "camera"} />
      </section>
    </div>
  );
}

function sourceOf(text: string | null): Source {
  return text !== null && text in sources ? (text as Source) : "draw";
}

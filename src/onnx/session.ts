/**
 * Sessions of ONNX Runtime: the only place that knows the runtime, which is loaded when the first session opens.
 *
 * Laws: a run is a pure function of its feeds, and on one thread its bytes do not depend on the machine's load; a session
 * must be closed, which frees its memory at once. `run` blocks the thread that calls it until the model is done. From the
 * first session on, subnormal numbers count as zero in the whole thread, in JavaScript and WebAssembly too (`flushSubnormals`).
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { InternalError, LabError } from "../core/errors.ts";
import { heapIsKept } from "../core/kept-heap.ts";
import { type DType, showShape, sizeOf, type Tensor } from "../core/tensor.ts";
import { type Device, devices } from "./device.ts";
import { OUT } from "./lower.ts";
import { ELEMENT, encodeModel, valueInfo } from "./model-proto.ts";

type Runtime = typeof import("onnxruntime-node");

type Feeds = { readonly [name: string]: Tensor };

/** An open model. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs the model. Feeds by input name; feeds that the model does not read are ignored. float64 data is rounded to
   * float32. Results: Float32Array for float, Int32Array for int, in a record of the caller's own. Results that `over` names are written
   * over the feed of their name, a Float32Array, when the model is done with it, and are that feed. Errors: internal when a feed is missing
   * or does not fit.
   */
  run(feeds: Feeds, options?: { readonly over?: readonly string[] }): Promise<{ [name: string]: Tensor }>;
  close(): Promise<void>;
}

/** How to open a session. `threads`: of the processor, for one operator; 1 by default. */
export interface SessionOptions {
  readonly device?: Device;
  readonly threads?: number;
  /** Whether blocks come from the heap of the process where it keeps its memory (`core/kept-heap.ts`), not from an arena beside it. */
  readonly onHeap?: boolean;
  /** Writes a profile of the operators to files that begin so. */
  readonly profileTo?: string;
}

/**
 * Opens a model. Errors: `device-unavailable`, with what is available; internal when the runtime refuses the model.
 */
export async function openSession(model: Uint8Array, options: SessionOptions = {}): Promise<Session> {
  const { device = "cpu" } = options;
  if (device === "cuda" && !hasCudaLibraries()) throw await unavailable(device, "");
  const runtime = await loadRuntime();
  let session: InferenceSession;
  try {
    session = await runtime.InferenceSession.create(model, runtimeOptions(options));
  } catch (cause) {
    if (device !== "cpu") throw await unavailable(device, messageOf(cause));
    throw new InternalError(`the runtime refused a model: ${messageOf(cause)}`);
  }
  return wrap(runtime, session, options);
}

let flushed: Promise<void> | undefined;

/**
 * Makes subnormal numbers count as zero in this thread, as the first session does on processors that can: for what computes beside
 * sessions, or in processes that may have had one, and must have the same bits in all of them. Cannot be undone.
 */
export function flushSubnormals(): Promise<void> {
  flushed ??= openSession(PROBE).then((session) => session.close());
  return flushed;
}

/** A device, whether sessions open on it here, and if not, why. */
export interface DeviceReport {
  readonly device: Device;
  readonly available: boolean;
  readonly reason: string;
}

/** Tries every device with a one-node model. */
export async function listDevices(): Promise<readonly DeviceReport[]> {
  const reports: DeviceReport[] = [];
  for (const device of devices) reports.push(await probe(device));
  return reports;
}

/** Answers like `listDevices` for one device. */
export async function probe(device: Device): Promise<DeviceReport> {
  if (device === "cpu") return { device, available: true, reason: "" };
  if (device === "cuda" && !hasCudaLibraries()) {
    const reason = "the CUDA libraries of onnxruntime-node are not installed (docs/devices.md says how)";
    return { device, available: false, reason };
  }
  try {
    const runtime = await loadRuntime();
    const session = await runtime.InferenceSession.create(PROBE, runtimeOptions({ device }));
    await session.release();
    return { device, available: true, reason: "" };
  } catch (cause) {
    return { device, available: false, reason: messageOf(cause) };
  }
}

async function loadRuntime(): Promise<Runtime> {
  const runtime = await import("onnxruntime-node");
  runtime.env.logLevel = "error";
  return runtime;
}

/** Buffers on a GPU are kept by their exact size: a step asks for the same ones as the step before it. */
const providers = { webgpu: { name: "webgpu", storageBufferCacheMode: "simple" }, cuda: "cuda" } as const;

function runtimeOptions({
  device = "cpu",
  threads = 1,
  onHeap = false,
  profileTo,
}: SessionOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: device === "cpu" ? ["cpu"] : [providers[device], "cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    // A plan of all activations in one block would lie beside those of the first run: up to twice the memory, and no faster.
    enableMemPattern: false,
    enableCpuMemArena: !(onHeap && device === "cpu" && heapIsKept()),
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Slots of parameters that get no gradient decay into subnormals and stay there, since 0.9 times the smallest of them
    // rounds to itself; many processors take a hundred times as long for each operation on one.
    extra: {
      session: { set_denormal_as_zero: "1" },
      // A product alone would become one operator with the sum after it, a batch of them would not, and their bits would differ.
      ...(device === "webgpu" ? { optimization: { disable_specified_optimizers: "MatMulAddFusion" } } : {}),
    },
    ...(profileTo === undefined ? {} : { enableProfiling: true, profileFilePrefix: profileTo }),
  };
}

function wrap(runtime: Runtime, session: InferenceSession, { profileTo }: SessionOptions): Session {
  const wanted = session.inputMetadata;
  return {
    inputs: session.inputNames,
    outputs: session.outputNames.map(withoutPrefix),
    async run(feeds, { over = [] } = {}) {
      const given = Object.fromEntries(wanted.map(({ name }) => [name, toRuntime(runtime, name, feeds[name])]));
      const targets = session.outputNames.map(
        (name) => [name, targetOf(withoutPrefix(name), { over, given })] as const,
      );
      const results = await session.run(given, Object.fromEntries(targets));
      return Object.fromEntries(
        targets.map(([name, target]) => [withoutPrefix(name), fromRuntime(target ?? results[name]!)]),
      );
    },
    async close() {
      if (profileTo !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

/** Where the result of this name is to be written; null: wherever the runtime likes. */
function targetOf(
  name: string,
  { over, given }: { readonly over: readonly string[]; readonly given: { readonly [name: string]: OrtTensor } },
): OrtTensor | null {
  return over.includes(name) ? given[name]! : null;
}

function withoutPrefix(name: string): string {
  return name.startsWith(OUT) ? name.slice(OUT.length) : name;
}

function toRuntime(runtime: Runtime, name: string, tensor: Tensor | undefined): OrtTensor {
  if (!tensor) throw new InternalError(`the model needs an input "${name}", but it was not fed`);
  const { dtype, shape, data } = tensor;
  if (data.length !== sizeOf(shape)) {
    throw new InternalError(`the feed "${name}" has shape ${showShape(shape)} but ${data.length} elements`);
  }
  if (dtype === "float") {
    return new runtime.Tensor("float32", data instanceof Float32Array ? data : Float32Array.from(data), shape);
  }
  if (dtype === "int") return new runtime.Tensor("int32", data as Int32Array, shape);
  return new runtime.Tensor(dtype === "byte" ? "uint8" : "bool", data as Uint8Array, shape);
}

const DTYPES: { readonly [type: string]: DType | undefined } = {
  float32: "float",
  int32: "int",
  uint8: "byte",
  bool: "bool",
};

function fromRuntime({ type, dims, data }: OrtTensor): Tensor {
  const dtype = DTYPES[type];
  if (!dtype) throw new InternalError(`a model returned an element type ${type} that the laboratory does not use`);
  return { dtype, shape: dims, data: data as Tensor["data"] };
}

async function unavailable(device: Device, reason: string): Promise<LabError> {
  const reports = await listDevices();
  const names = reports.filter(({ available }) => available).map((report) => report.device);
  const found = reports.find((report) => report.device === device)?.reason || reason;
  return new LabError(
    "device-unavailable",
    `A session was to run on ${device}, but that device is not available here: ${found}. Available: ${names.join(", ")}.`,
    { device, available: names },
  );
}

function messageOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split("\n")[0]!.slice(0, 400);
}

/** Whether the runtime's CUDA provider lies beside its binding. Its absence otherwise shows as a loader's long message. */
function hasCudaLibraries(): boolean {
  const entry = createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  const folder = join(dirname(entry), "bin", "napi-v6", process.platform, process.arch);
  return existsSync(join(folder, "libonnxruntime_providers_cuda.so"));
}

/** A model that adds a number to itself. */
const PROBE = encodeModel({
  name: "probe",
  input: [valueInfo("x", { elemType: ELEMENT.float, shape: [1] })],
  output: [valueInfo("y", { elemType: ELEMENT.float, shape: [1] })],
  node: [{ opType: "Add", input: ["x", "x"], output: ["y"], attribute: [] }],
  initializer: [],
});

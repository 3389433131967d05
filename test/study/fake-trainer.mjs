// A trainer for tests of studies: numbers are a function of the config, a state is a number, and some rates misbehave.
//   lr 13: the worker is killed every time   lr 7: only before its first checkpoint   lr 5: throws
//   lr 11: once at every fourth step   lr 21: once, and computes other numbers then
//   lr 404: refuses, as for a user's mistake   lr 99: diverges in its second epoch
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

// The build under test is that of the worker which loads this file.
const build = dirname(dirname(process.argv[1]));
const load = (...parts) => import(pathToFileURL(join(build, ...parts)));
const [{ LabError }, { trialKey }] = await Promise.all([load("core", "errors.js"), load("records", "identity.js")]);

const stepsPerEpoch = 8;
const stepMilliseconds = Number(process.env.FAKE_STEP_MS ?? 3);

// What computes, which a slice goes on from alone: `?processor=NAME` behind the module's address.
const processor = new URL(import.meta.url).searchParams.get("processor") ?? "a processor";

export function computedOn() {
  return processor;
}

export async function loadDataset(name) {
  return { name };
}

export async function* runTrial(config, { checkpoints, goesOnFrom, shouldStop, slice }) {
  if (config.lr === 5) throw new Error("a fault of the trainer");
  if (config.lr === 404) throw new LabError("batch-too-large", "The batch is too large.");
  const place = { checkpoints, key: trialKey(config) };
  const state = (await restore(place)) ??
    (await restore({ ...place, key: goesOnFrom })) ?? { step: 0, sum: 0, history: [], processor };
  if (slice && state.processor !== processor)
    throw new LabError("other-processor", "Another processor.", { processor: state.processor });
  const { epochs } = config.training;
  let stretches = 0;
  const isOther = config.lr === 21 && (await isBegunAgain(place));
  yield { kind: "started", parameters: 1, epochs, stepsPerEpoch, resumedFromStep: state.step };
  for (const record of state.history) yield { kind: "epoch", record, timing: timingOf(record.epoch) };
  while (state.history.length < epochs) {
    const epoch = state.history.length + 1;
    while (state.step < epoch * stepsPerEpoch) {
      if (shouldStop() || stretches === slice?.stretches) {
        await save(place, state);
        yield { kind: "checkpoint", step: state.step };
        return null;
      }
      await sleep(stepMilliseconds);
      state.step++;
      stretches++;
      state.sum += pseudoRandom(config, state.step) + (isOther ? 1 : 0);
      if (config.lr === 21 && !isOther && epoch === 2) {
        await checkpoints.delete(blobOf(place));
        process.kill(process.pid, "SIGKILL");
      }
      if (config.lr === 13 || (config.lr === 7 && !(await checkpoints.has(blobOf(place))))) {
        await save(place, state);
        process.kill(process.pid, "SIGKILL");
      }
      if (config.lr === 11 && state.step % 4 === 2) await killOnce(place, state.step);
      if (config.lr === 99 && epoch === 2) {
        const result = {
          ...resultOf(state),
          status: "diverged",
          stopped: "diverged",
          divergedAtStep: state.step,
          test: null,
        };
        yield { kind: "finished", result };
        return result;
      }
      yield { kind: "progress", epoch, step: state.step - (epoch - 1) * stepsPerEpoch, stepsPerEpoch, ...means(state) };
      if (state.step % 3 === 0) await save(place, state);
    }
    const record = {
      epoch,
      trainLoss: state.sum,
      trainAccuracy: 1 / state.step,
      validationLoss: 1 / (1 + state.sum),
      ...rest(config, epoch),
    };
    state.history.push(record);
    yield { kind: "epoch", record, timing: timingOf(epoch) };
    await save(place, state);
    yield { kind: "checkpoint", step: state.step };
  }
  const result = config.test === "never" ? { ...resultOf(state), test: null } : resultOf(state);
  yield { kind: "finished", result };
  return result;
}

export async function runStacked(trials) {
  const ended = await Promise.allSettled(
    trials.map(async ({ config, options, tell }) => {
      const run = runTrial(config, options);
      let next = await run.next();
      for (; !next.done; next = await run.next()) await tell(next.value);
      return next.value;
    }),
  );
  return ended.map(({ reason, value }) => {
    if (reason !== undefined) throw reason;
    return value;
  });
}

function resultOf({ history, sum }) {
  return {
    schemaVersion: 1,
    status: "finished",
    stopped: "all-epochs",
    epochs: history.length,
    bestEpoch: history.length === 0 ? null : history.length,
    divergedAtStep: null,
    test: { loss: sum / 3, accuracy: 1 / (1 + sum) },
  };
}

function rest(config, epoch) {
  return { validationAccuracy: pseudoRandom(config, -epoch), lr: config.lr };
}

function means(state) {
  return { trainLoss: state.sum / state.step, trainAccuracy: 0.5, imagesPerSecond: 1000 };
}

// Differs from run to run, as timings do.
function timingOf(epoch) {
  return { epoch, trainSeconds: performance.now() / 1000, evaluateSeconds: 0.1, imagesPerSecond: 1000 };
}

function pseudoRandom(config, step) {
  return (
    createHash("sha256")
      .update(`${JSON.stringify({ ...config, training: { ...config.training, epochs: 0 } })} ${step}`) // a longer trial goes on alike
      .digest()
      .readUInt32LE() /
    2 ** 32
  );
}

async function killOnce({ checkpoints, key }, step) {
  const mark = `${key}/killed-at-${step}`;
  if (await checkpoints.has(mark)) return;
  await checkpoints.put(mark, Buffer.from("killed"));
  process.kill(process.pid, "SIGKILL");
}

async function isBegunAgain({ checkpoints, key }) {
  const mark = `${key}/begun`;
  if (await checkpoints.has(mark)) return true;
  await checkpoints.put(mark, Buffer.from("begun"));
  return false;
}

function blobOf({ key }) {
  return `${key}/state.json`;
}

async function restore(place) {
  const bytes = place.key === null ? null : await place.checkpoints.get(blobOf(place));
  return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString());
}

async function save(place, state) {
  await place.checkpoints.put(blobOf(place), Buffer.from(JSON.stringify(state)));
}

/** Laws of how containers are run: how long they may take to leave, what probes look for, and whom labels select. */
import { drainSeconds } from "../../src/cli/worker/drain.ts";
import { waitMinutes } from "../../src/records/postgres/patience.ts";
import { secondsOf } from "./compose.ts";
import type { Law } from "./laws.ts";
import { budgetsOf, kustomizationsOf, type Labels, workersOf } from "./workers.ts";

/** Seconds that are given to who is asked to leave: what a worker takes at most, and some for its processes to end. */
export const graceSeconds = drainSeconds + 30;

const grace: Law = ({ composition, manifests }) => {
  const why = `for a worker leaves within ${drainSeconds}`;
  return [
    ...Object.entries(composition.value.services)
      .filter(
        ([, { command, stop_grace_period: given = "10s" }]) =>
          command?.[0] === "worker" && secondsOf(given) !== graceSeconds,
      )
      .map(([name]) => ({
        path: composition.path,
        sentence: `The service ${name} must have a stop_grace_period of ${graceSeconds} seconds, ${why}.`,
      })),
    ...workersOf(manifests)
      .filter(({ pod }) => pod.terminationGracePeriodSeconds !== graceSeconds)
      .map(({ path, line }) => ({
        ...{ path, line },
        sentence: `terminationGracePeriodSeconds must be ${graceSeconds}, ${why}.`,
      })),
  ];
};

/** Probes look for the file that the worker keeps, and end no worker that waits for its server. */
const probes: Law = ({ image: { path, facts }, composition, manifests }) => {
  const health = facts.health ?? "";
  return [
    ...(looksFor(health, facts.command) ? [] : [{ path, sentence: "HEALTHCHECK does not look for the file of CMD." }]),
    ...Object.entries(composition.value.services)
      .filter(([, { command }]) => command?.[0] === "worker" && !looksFor(health, command))
      .map(([name]) => ({
        path: composition.path,
        sentence: `The service ${name} keeps another file than HEALTHCHECK looks for.`,
      })),
    ...workersOf(manifests).flatMap(({ path: at, line, container: { args = [], readinessProbe, livenessProbe } }) => [
      ...[readinessProbe, livenessProbe]
        .filter((probe) => !looksFor((probe?.exec?.command ?? []).join(" "), args))
        .map(() => ({ path: at, line, sentence: "A probe does not look for the file that the worker keeps." })),
      ...((livenessProbe?.periodSeconds ?? 10) * (livenessProbe?.failureThreshold ?? 3) > waitMinutes * 60
        ? []
        : [
            {
              ...{ path: at, line },
              sentence: `The liveness probe ends a worker that waits for its server, as it does for ${waitMinutes} minutes.`,
            },
          ]),
    ]),
  ];
};

/** A trial is a process of one thread. */
const slots: Law = ({ manifests }) =>
  workersOf(manifests)
    .filter(({ container: { args, resources } }) => optionOf(args ?? [], "--slots") !== `${resources?.requests?.cpu}`)
    .map(({ path, line }) => ({ path, line, sentence: "The worker has other slots than it asks for cores." }));

const labels: Law = ({ manifests }) =>
  workersOf(manifests).flatMap(({ path, line, selector, labels: own }) => [
    ...(selects(selector, own) ? [] : [{ path, line, sentence: "The Deployment does not select its own pods." }]),
    ...(budgetsOf(manifests).some((budget) => selects(budget, own))
      ? []
      : [{ path, line, sentence: "No PodDisruptionBudget selects the pods of this Deployment." }]),
  ]);

/** Kustomize takes every file, and makes the Secrets that are mounted. */
const taken: Law = ({ files, manifests }) => {
  const mounted = workersOf(manifests).flatMap(({ pod }) =>
    (pod.volumes ?? []).flatMap(({ secret }) => secret?.secretName ?? []),
  );
  return kustomizationsOf(manifests).flatMap(({ path, line, resources, secretGenerator }) => [
    ...files
      .filter((name) => name !== "kustomization.yaml" && !resources.includes(name))
      .map((name) => ({ path, line, sentence: `${name} is not among its resources.` })),
    ...resources
      .filter((name) => !files.includes(name))
      .map((name) => ({ path, line, sentence: `There is no ${name}.` })),
    ...mounted
      .filter((name) => secretGenerator.every((made) => made.name !== name))
      .map((name) => ({ path, line, sentence: `It makes no Secret ${name}, which a pod mounts.` })),
  ]);
};

/** The laws. */
export const runningLaws: readonly Law[] = [grace, probes, slots, labels, taken];

function optionOf(words: readonly string[], flag: string): string | null {
  const at = words.indexOf(flag);
  return at < 0 ? null : (words[at + 1] ?? null);
}

function looksFor(probe: string, command: readonly string[]): boolean {
  const file = optionOf(command, "--ready-file");
  return file !== null && probe.includes(` ${file} `);
}

/** A selector without labels selects everything, and so nothing in particular. */
function selects(selector: Labels, own: Labels): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => own[name] === value);
}

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkDeploy, readDeployed } from "./check-deploy.ts";
import { secondsOf } from "./deploy/compose.ts";
import { brokenLaws } from "./deploy/laws.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-deploy-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

/** A copy of the project's files where a text of one of them is another. */
function copyWhere(path: string, from: string | RegExp, to: string): string {
  const root = join(folder, `${++count}`);
  cpSync("deploy", join(root, "deploy"), { recursive: true });
  cpSync("package.json", join(root, "package.json"));
  const before = readFileSync(join(root, path), "utf8");
  const after = before.replace(from, to);
  expect(after, `${path} has ${from}`).not.toBe(before);
  writeFileSync(join(root, path), after);
  return root;
}

const [image, compose] = ["deploy/Containerfile", "deploy/compose.yaml"];
const [worker, disruption, kustomization] = ["worker", "disruption", "kustomization"].map(
  (name) => `deploy/kubernetes/${name}.yaml`,
) as [string, string, string];
const [settings] = ["deploy/kubernetes/settings.yaml"];

describe("what is in deploy/", () => {
  it("has no findings", () => {
    expect(checkDeploy(".")).toEqual([]);
  });

  it.each<[string, string, string | RegExp, string, RegExp]>([
    ["no such instruction", image, "STOPSIGNAL", "STOPSIGNALS", /Unknown instruction/],
    ["no such stage", image, "--from=packages", "--from=package", /stage package, which is not there/],
    ["no argument", image, "WORKDIR /lab", "WORKDIR", /no arguments/],
    ["no such key of Compose", compose, "stop_signal:", "stop_signals:", /invalid-schema.*additional properties/],
    ["another type in Compose", compose, "condition: service_healthy", "condition: 3", /invalid-schema/],
    ["an image without a tag", compose, "postgres:17.10-bookworm", "postgres", /service-image-require-explicit-tag/],
    ["a port for everybody", compose, "127.0.0.1:7878:7878", "7878:7878", /no-unbound-port-interfaces/],
    ["no YAML", compose, "services:", "services: [", /invalid-yaml/],
    ["no YAML in a manifest", worker, "spec:", "spec: [", /worker\.yaml: /],
    [
      "no such field",
      worker,
      "readinessProbe:",
      "readinesProbe:",
      /knows no spec\.template\.spec\.containers\.0\.readinesProbe\.$/,
    ],
    ["another type", worker, "replicas: 4", "replicas: four", /spec\/replicas must be integer/],
    ["a field that is required", disruption, /selector:\n(.*\n)*/, "selctor: {}\n", /knows no spec\.selctor/],
    ["no quantity", worker, "memory: 6Gi", "memory: 6 GB", /memory must match format "quantity"/],
    ["no such kind", disruption, "policy/v1", "policy/v2", /There is no schema for policy\/v2 PodDisruptionBudget/],
    ["no such key of kustomize", kustomization, "resources:", "resource:", /Kustomization: .*resource/],
  ])("is refused by a linter: %s", (_, path, from, to, sentence) => {
    const found = checkDeploy(copyWhere(path, from, to)).map((each) => `${each.path}: ${each.sentence}`);
    expect(found).toContainEqual(expect.stringMatching(sentence));
  });

  it.each<[string, string, string | RegExp, string, RegExp]>([
    ["another version of the image", image, 'version="0.1.0"', 'version="0.0.9"', /The image says version 0\.0\.9/],
    [
      "another version in Compose",
      compose,
      "lionlab:0.1.0",
      "lionlab:0.0.9",
      /lionlab:0\.0\.9 is not of the package's version/,
    ],
    ["another version in a manifest", worker, "lionlab:0.1.0", "lionlab:0.2.0", /lionlab:0\.2\.0 is not/],
    ["another version of kustomize's", kustomization, "newTag: 0.1.0", "newTag: 1.1.0", /lionlab:1\.1\.0 is not/],
    [
      "a base that moves",
      image,
      "node:22.23.3-bookworm-slim AS build",
      "node:22 AS build",
      /base node:22 is not pinned/,
    ],
    ["root", image, "USER 1000:1000\n", "", /The user is root/],
    ["a user by name", image, "USER 1000:1000", "USER node", /The user is node/],
    ["another signal", image, "STOPSIGNAL SIGTERM", "STOPSIGNAL SIGKILL", /STOPSIGNAL must be SIGTERM/],
    ["a shell before it", image, 'ENTRYPOINT ["lionlab"]', "ENTRYPOINT lionlab", /ENTRYPOINT must be/],
    ["a pod as root", worker, "runAsNonRoot: true", "runAsNonRoot: false", /must run as the image's user/],
    ["a pod as another", worker, "runAsUser: 1000", "runAsUser: 999", /must run as the image's user/],
    [
      "rights to become more",
      worker,
      "allowPrivilegeEscalation: false",
      "allowPrivilegeEscalation: true",
      /without rights/,
    ],
    ["a password in the image", image, "ENV NODE_ENV=production", "ENV PGPASSWORD=word", /The image sets PGPASSWORD/],
    [
      "a password in Compose",
      compose,
      "PGPASSWORD_FILE: /run/secrets/password",
      "PGPASSWORD: word",
      /PGPASSWORD in plain/,
    ],
    ["a password in an address", compose, "lab@server", "lab:word@server", /address with a password in it/],
    [
      "a password in settings",
      settings,
      "lab@db",
      "lab:word@db",
      /settings\.yaml: There is an address with a password/,
    ],
    ["a password in a manifest", worker, "name: PGPASSWORD_FILE", "name: PGPASSWORD", /PGPASSWORD stands in plain/],
    [
      "a Secret",
      settings,
      /[\s\S]*/,
      "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { a: b }\n",
      /A Secret stands in plain/,
    ],
    [
      "too short a time in Compose",
      compose,
      "stop_grace_period: 2m30s",
      "stop_grace_period: 30s",
      /stop_grace_period of 150 seconds/,
    ],
    [
      "too short a time for a pod",
      worker,
      "terminationGracePeriodSeconds: 150",
      "terminationGracePeriodSeconds: 30",
      /must be 150/,
    ],
    ["a probe of another file", image, "find /tmp/lionlab-ready ", "find /tmp/ready ", /HEALTHCHECK does not look/],
    [
      "another file than the image's",
      compose,
      '"/tmp/lionlab-ready"]',
      '"/tmp/ready"]',
      /keeps another file than HEALTHCHECK/,
    ],
    ["another file than a probe's", worker, '"/tmp/lionlab-ready"]', '"/tmp/ready"]', /A probe does not look/],
    [
      "an impatient probe",
      worker,
      "failureThreshold: 15",
      "failureThreshold: 3",
      /ends a worker that waits for its server/,
    ],
    ["more slots than cores", worker, '"--slots", "2"', '"--slots", "4"', /other slots than it asks for cores/],
    [
      "pods that are not selected",
      worker,
      /matchLabels:\n.*\n.*worker/,
      "matchLabels:\n      a: b",
      /does not select its own pods/,
    ],
    [
      "pods that no budget selects",
      disruption,
      /component: worker\n$/,
      "component: workers\n",
      /No PodDisruptionBudget selects/,
    ],
    [
      "a file that is left out",
      kustomization,
      "  - disruption.yaml\n",
      "",
      /disruption\.yaml is not among its resources/,
    ],
    [
      "a file that is not there",
      kustomization,
      "- disruption.yaml",
      "- disruption.yaml\n  - more.yaml",
      /There is no more\.yaml/,
    ],
    [
      "a Secret that nobody makes",
      kustomization,
      "name: lionlab-password",
      "name: password",
      /makes no Secret lionlab-password/,
    ],
  ])("is refused by a law: %s", (_, path, from, to, sentence) => {
    const { deployed } = readDeployed(copyWhere(path, from, to));
    const found = brokenLaws(deployed).map((each) => `${each.path}: ${each.sentence}`);
    expect(found).toContainEqual(expect.stringMatching(sentence));
  });

  it("says durations in seconds", () => {
    expect(["2m30s", "150s", "1h", "90"].map(secondsOf)).toEqual([150, 150, 3600, Number.NaN]);
  });
});

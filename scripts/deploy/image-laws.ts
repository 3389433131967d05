/** Laws of images: of which version they are, as whom they run, and that no secret is in them or beside them. */
import type { Law } from "./laws.ts";
import { kustomizationsOf, workersOf } from "./workers.ts";

/** Every image is of the package's version, and every base is pinned. */
const versions: Law = ({ version, image: { path, facts }, composition, manifests }) => {
  const given = [
    ...Object.values(composition.value.services).map(({ image = "" }) => ({ at: composition.path, image })),
    ...workersOf(manifests).map(({ path: at, container }) => ({ at, image: container.image ?? "" })),
    ...kustomizationsOf(manifests).flatMap(({ path: at, images }) =>
      images.map(({ name, newTag }) => ({ at, image: `${name}:${newTag}` })),
    ),
  ];
  return [
    ...(facts.version === version
      ? []
      : [{ path, sentence: `The image says version ${facts.version}, and the package is of ${version}.` }]),
    ...facts.bases
      .filter((base) => !/:\d+\.\d+\.\d+-/.test(base))
      .map((base) => ({ path, sentence: `The base ${base} is not pinned to a version of three numbers.` })),
    ...given
      .filter(({ image }) => /^lionlab(:|$)/.test(image) && image !== `lionlab:${version}`)
      .map(({ at, image }) => ({
        path: at,
        sentence: `The image ${image} is not of the package's version, ${version}.`,
      })),
  ];
};

/** It runs as a user without rights, and hears the signal that asks it to leave. */
const users: Law = ({ image: { path, facts }, manifests }) => [
  ...(/^[1-9]\d*(:[1-9]\d*)?$/.test(facts.user ?? "")
    ? []
    : [
        {
          path,
          sentence: `The user is ${facts.user ?? "root"}, and must be another, by number, so that a cluster can tell.`,
        },
      ]),
  ...(facts.stopSignal === "SIGTERM"
    ? []
    : [{ path, sentence: "STOPSIGNAL must be SIGTERM, upon which a worker saves what it has." }]),
  ...(facts.entryPoint.join() === "lionlab"
    ? []
    : [{ path, sentence: 'ENTRYPOINT must be ["lionlab"], without a shell, which would keep signals.' }]),
  ...workersOf(manifests)
    .filter(
      ({ pod: { securityContext: ofPod }, container: { securityContext: own } }) =>
        ofPod?.runAsNonRoot !== true ||
        `${ofPod.runAsUser}` !== facts.user?.split(":")[0] ||
        own?.allowPrivilegeEscalation !== false ||
        own.capabilities?.drop?.includes("ALL") !== true,
    )
    .map(({ path: at, line }) => ({
      ...{ path: at, line },
      sentence: `The pod must run as the image's user, ${facts.user}, never as root, and without rights to become more.`,
    })),
];

/** No secret stands in plain, and none in what a process is started with. */
const secrets: Law = ({ image, composition, manifests }) => [
  ...image.facts.variables
    .filter(isSecret)
    .map((name) => ({ path: image.path, sentence: `The image sets ${name}, and who has the image has it.` })),
  ...Object.entries(composition.value.services).flatMap(([service, { environment = {}, command = [] }]) => [
    ...Object.keys(environment)
      .filter(isSecret)
      .map((name) => ({
        path: composition.path,
        sentence: `The service ${service} has ${name} in plain: name a file.`,
      })),
    ...[...Object.values(environment), ...command]
      .filter((word) => holdsPassword(`${word}`))
      .map(() => ({
        path: composition.path,
        sentence: `The service ${service} has an address with a password in it.`,
      })),
  ]),
  ...manifests
    .filter(({ kind, value: { data, stringData } }) => kind === "Secret" && (data ?? stringData) !== undefined)
    .map(({ path, line }) => ({ path, line, sentence: "A Secret stands in plain: let kustomize make it of a file." })),
  ...manifests
    .filter(({ value }) => holdsPassword(JSON.stringify(value)))
    .map(({ path, line }) => ({ path, line, sentence: "There is an address with a password in it." })),
  ...workersOf(manifests).flatMap(({ path, line, container: { env = [] } }) =>
    env
      .filter(({ name, value }) => isSecret(name) && value !== undefined)
      .map(({ name }) => ({ path, line, sentence: `${name} stands in plain.` })),
  ),
];

/** The laws. */
export const imageLaws: readonly Law[] = [versions, users, secrets];

/** A variable that ends in _FILE names a place. */
function isSecret(name: string): boolean {
  return /PASSWORD|SECRET|TOKEN|ACCESS_KEY/.test(name) && !name.endsWith("_FILE");
}

function holdsPassword(text: string): boolean {
  return /postgres(ql)?:\/\/[^\s/@"]*:[^\s/@"]+@/.test(text);
}

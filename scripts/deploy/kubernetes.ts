/**
 * What manifests for Kubernetes say, and whether Kubernetes' own schemas know it.
 *
 * The schemas name what is required and of which type it is, and let pass what they do not name, which a server then drops in silence. So each manifest
 * is handed to its schema as an object that remembers what of it was looked at: what nobody looked at is in no schema.
 */
import { Deployment } from "kubernetes-models/apps/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { ConfigMap, Secret } from "kubernetes-models/v1";
import { LineCounter, parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Finding } from "../source-files.ts";

/** An object of a manifest. */
export interface Manifest {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A schema: throws what it misses. */
type Schema = (value: object) => void;

const modelSchema = (model: { readonly prototype: { validate(): void } }): Schema => {
  return (value) => model.prototype.validate.call(value);
};

/** Of kustomize's file, what ours uses. Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/. */
const kustomization = z.strictObject({
  apiVersion: z.literal("kustomize.config.k8s.io/v1beta1"),
  kind: z.literal("Kustomization"),
  resources: z.array(z.string()),
  secretGenerator: z.array(z.strictObject({ name: z.string(), files: z.array(z.string()) })),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })),
});

const schemas = new Map<string, Schema>([
  ["apps/v1 Deployment", modelSchema(Deployment)],
  ["policy/v1 PodDisruptionBudget", modelSchema(PodDisruptionBudget)],
  ["v1 ConfigMap", modelSchema(ConfigMap)],
  ["v1 Secret", modelSchema(Secret)],
  ["kustomize.config.k8s.io/v1beta1 Kustomization", (value) => void kustomization.parse(value)],
]);

/** The objects of a file. Findings are what is no YAML. */
export function readManifests(
  path: string,
  text: string,
): { readonly manifests: Manifest[]; readonly findings: Finding[] } {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  if ("empty" in documents) return { manifests: [], findings: [{ path, line: 1, sentence: "The file is empty." }] };
  const findings = documents.flatMap(({ errors }) =>
    errors.map(({ linePos, message }) => ({ path, line: linePos?.[0].line ?? 1, sentence: message })),
  );
  const manifests = documents
    .filter(({ errors }) => errors.length === 0)
    .map((document) => {
      const value = (document.toJS() ?? {}) as Manifest["value"];
      return { path, line: lines.linePos(document.range[0]).line, kind: String(value.kind), value };
    });
  return { manifests, findings };
}

/** Mistakes in a manifest. */
export function findInManifest({ path, line, value }: Manifest): Finding[] {
  const name = `${value.apiVersion} ${value.kind}`;
  const schema = schemas.get(name);
  if (schema === undefined) return [{ path, line, sentence: `There is no schema for ${name}.` }];
  const { watched, unseen } = watch(value);
  try {
    schema(watched);
  } catch (error) {
    return [{ path, line, sentence: `${name}: ${(error as Error).message.replaceAll("\n", " ")}.` }];
  }
  return unseen().map((place) => ({ path, line, sentence: `${name} knows no ${place}.` }));
}

/** An object that remembers what of it was read; `unseen` gives paths of what was not. */
function watch(value: object): { readonly watched: object; unseen(): string[] } {
  const unread = new Set<string>();
  const seen = new Map<object, object>();
  const watchedAt = (target: object, path: string): object => {
    const known = seen.get(target);
    if (known !== undefined) return known;
    for (const key of Object.keys(target)) unread.add(`${path}${key}`);
    const made = new Proxy(target, {
      get: (of, key) => {
        const found = Reflect.get(of, key) as unknown;
        if (typeof key === "symbol") return found;
        unread.delete(`${path}${key}`);
        return typeof found === "object" && found !== null ? watchedAt(found, `${path}${key}.`) : found;
      },
    });
    seen.set(target, made);
    return made;
  };
  return { watched: watchedAt(value, ""), unseen: () => [...unread] };
}

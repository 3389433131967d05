/** The manifests that laws are about, with the parts that they look at; their schemas were checked before. */
import type { Manifest } from "./kubernetes.ts";

/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

/** A probe. */
interface Probe {
  readonly exec?: { readonly command?: readonly string[] };
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
}

/** What may be of a pod and of a container. */
interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[] };
}

/** The container of workers. */
interface Container {
  readonly image?: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources?: { readonly requests?: { readonly cpu?: string | number } };
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly securityContext?: SecurityContext;
}

/** Their pods. */
interface Pod {
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: SecurityContext;
  readonly volumes?: readonly { readonly secret?: { readonly secretName: string } }[];
  readonly containers: readonly Container[];
}

/** A Deployment. */
export interface Workers {
  readonly path: string;
  readonly line: number;
  readonly selector: Labels;
  readonly labels: Labels;
  readonly pod: Pod;
  readonly container: Container;
}

/** Deployments among manifests. */
export function workersOf(manifests: readonly Manifest[]): readonly Workers[] {
  return manifests
    .filter(({ kind }) => kind === "Deployment")
    .map(({ path, line, value }) => {
      const { selector, template } = value.spec as {
        readonly selector: { readonly matchLabels?: Labels };
        readonly template: { readonly metadata?: { readonly labels?: Labels }; readonly spec: Pod };
      };
      return {
        ...{ path, line, selector: selector.matchLabels ?? {}, labels: template.metadata?.labels ?? {} },
        ...{ pod: template.spec, container: template.spec.containers[0]! },
      };
    });
}

/** The labels by which budgets for disruptions select pods. */
export function budgetsOf(manifests: readonly Manifest[]): readonly Labels[] {
  return manifests
    .filter(({ kind }) => kind === "PodDisruptionBudget")
    .map(
      ({ value }) =>
        (value.spec as { readonly selector?: { readonly matchLabels?: Labels } }).selector?.matchLabels ?? {},
    );
}

/** Kustomize's file. */
export interface Kustomization {
  readonly path: string;
  readonly line: number;
  readonly resources: readonly string[];
  readonly secretGenerator: readonly { readonly name: string }[];
  readonly images: readonly { readonly name: string; readonly newTag: string }[];
}

/** Those among manifests. */
export function kustomizationsOf(manifests: readonly Manifest[]): readonly Kustomization[] {
  return manifests
    .filter(({ kind }) => kind === "Kustomization")
    .map(({ path, line, value }) => ({ ...(value as unknown as Kustomization), path, line }));
}

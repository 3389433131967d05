/** The part of Plotly that is used. */
declare module "plotly.js-gl3d-dist-min" {
  interface Plot extends HTMLElement {
    on(event: "plotly_relayout", listener: (change: Readonly<Record<string, unknown>>) => void): void;
    removeAllListeners(event: string): void;
  }
  interface Plotly {
    react(plot: HTMLElement, traces: readonly object[], layout: object, options: object): Promise<Plot>;
    relayout(plot: HTMLElement, change: object): Promise<unknown>;
    purge(plot: HTMLElement): void;
    toImage(
      figure: { readonly data: readonly object[]; readonly layout: object },
      options: { readonly format: "png"; readonly width: number; readonly height: number; readonly scale: number },
    ): Promise<string>;
    readonly Plots: { resize(plot: HTMLElement): void };
  }
  const plotly: Plotly;
  // biome-ignore lint/style/noDefaultExport: the package has this one
  export default plotly;
}

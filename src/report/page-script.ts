/**
 * Script of the HTML report, as text for the browser: 3-D surfaces in place of the flat maps where WebGL works, the switch
 * between interpolated, stepped and flat, and the words that appear beside a point of a chart.
 *
 * Surfaces are drawn when they come near the screen and let go when they leave it, because browsers keep only about a dozen
 * WebGL contexts. Without script, without WebGL and on paper the flat maps stay.
 */

/** JavaScript text of the page; reads the element `surface-data` and the global `Plotly` if they are there. */
export const pageScript = `
"use strict";
(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const percent = (value) => (100 * value).toFixed(2) + " %";

  function hasWebGl() {
    try {
      const context = document.createElement("canvas").getContext("webgl");
      const works = context !== null;
      if (works) context.getExtension("WEBGL_lose_context")?.loseContext();
      return works;
    } catch {
      return false;
    }
  }

  function surfaceTrace(surface, mode, data) {
    const grid = mode === "off" ? surface.stepped : surface.smooth;
    const text = grid.z.map((row, i) => row.map((z, j) => {
      const rate = mode === "off" ? surface.measured.rates[j >> 1] : grid.rates[j];
      const epoch = mode === "off" ? surface.measured.epochs[i >> 1] : grid.epochs[i];
      return z === null ? "" : "rate " + Number(rate.toPrecision(3)) + "<br>epoch " + Number(epoch.toFixed(1)) + "<br>" + percent(z);
    }));
    return {
      type: "surface", x: grid.rates, y: grid.epochs, z: grid.z, text, hoverinfo: "text", connectgaps: false,
      cmin: data.zRange[0], cmax: data.zRange[1], colorscale: data.colors, showscale: false,
      lighting: { ambient: 0.82, diffuse: 0.45, specular: 0.06, roughness: 0.9, fresnel: 0 },
      contours: { x: { highlight: false }, y: { highlight: false }, z: { highlight: false } },
    };
  }

  // rates without a neighbour have no face in the smooth surface: a line with its points
  function lonelyTraces(surface, mode, data) {
    if (mode === "off" || surface.lonely.length === 0) return [];
    const scale = { colorscale: data.colors, cmin: data.zRange[0], cmax: data.zRange[1] };
    return surface.lonely.map(({ rate, epochs, heights }) => ({
      type: "scatter3d", mode: "lines+markers", hoverinfo: "text", showlegend: false,
      x: epochs.map(() => rate), y: epochs, z: heights,
      text: heights.map((z, i) => "rate " + Number(rate.toPrecision(3)) + "<br>epoch " + epochs[i] + "<br>" + percent(z)),
      line: { ...scale, color: heights, width: 6 }, marker: { ...scale, symbol: "circle", size: 3, color: heights },
    }));
  }

  function divergedTrace(surface, data) {
    return {
      type: "scatter3d", mode: "markers", hoverinfo: "text", showlegend: false,
      x: surface.diverged.map((mark) => mark.rate), y: surface.diverged.map((mark) => Math.max(data.epochRange[0], mark.epoch)),
      z: surface.diverged.map(() => data.zRange[0]),
      text: surface.diverged.map((mark) => "rate " + Number(mark.rate.toPrecision(3)) + "<br>diverged after epoch " + mark.epoch),
      marker: { symbol: "circle", size: 3.5, color: data.divergedColor },
    };
  }

  function layout(surface, data, camera) {
    const ink = css("--soft");
    const axis = { color: ink, gridcolor: css("--grid"), zerolinecolor: css("--grid"), showspikes: false, tickfont: { size: 10 } };
    const titled = (text) => ({ text, font: { size: 11 } });
    const log = surface.rateRange.map(Math.log10);
    return {
      margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: "rgba(0,0,0,0)", showlegend: false,
      font: { family: "system-ui, sans-serif", color: ink },
      hoverlabel: { bgcolor: css("--ink"), font: { color: css("--paper"), size: 12 } },
      scene: {
        camera, aspectmode: "manual", aspectratio: { x: 1.3, y: 1.15, z: 0.85 }, dragmode: "turntable",
        xaxis: { ...axis, type: "log", range: [log[0] - 0.01, log[1] + 0.01], tickvals: surface.rateTicks.values, ticktext: surface.rateTicks.texts, title: titled("learning rate") },
        yaxis: { ...axis, range: [data.epochRange[0] - 0.5, data.epochRange[1] + 0.5], nticks: 6, title: titled("epoch") },
        zaxis: { ...axis, range: data.zRange, tickformat: ".0%", nticks: 6, title: titled("") },
      },
    };
  }

  // the narrower the plot, the farther away, so that the axis labels stay inside
  function cameraFor(plot) {
    const away = Math.max(1, Math.min(1.45, 1 + 0.5 * (1.5 - plot.clientWidth / plot.clientHeight)));
    return { eye: { x: -1.05 * away, y: -1.75 * away, z: 0.75 * away }, center: { x: 0.02, y: 0, z: -0.2 } };
  }

  function showSurfaces(figure, data) {
    figure.classList.add("shows-3d");
    const plots = [...figure.querySelectorAll(".plot")];
    const startCamera = cameraFor(plots[0]);
    const drawn = new Set();
    let mode = "on";
    let camera = startCamera;
    let following = false;

    const draw = (plot) => {
      const surface = data.surfaces[Number(plot.dataset.index)];
      drawn.add(plot);
      return Plotly.react(plot, [surfaceTrace(surface, mode, data), ...lonelyTraces(surface, mode, data), divergedTrace(surface, data)], layout(surface, data, camera), { displayModeBar: false, responsive: true });
    };
    const follow = async (source, moved) => {
      if (following) return;
      following = true;
      camera = moved;
      await Promise.all([...drawn].filter((plot) => plot !== source).map((plot) => Plotly.relayout(plot, { "scene.camera": moved })));
      following = false;
    };
    const enter = async (plot) => {
      await draw(plot);
      plot.removeAllListeners?.("plotly_relayout");
      plot.on("plotly_relayout", (change) => change["scene.camera"] && follow(plot, change["scene.camera"]));
    };
    const leave = (plot) => {
      drawn.delete(plot);
      Plotly.purge(plot);
    };
    const watcher = new IntersectionObserver(
      (entries) => entries.forEach(({ isIntersecting, target }) => {
        if (isIntersecting && !drawn.has(target)) enter(target);
        if (!isIntersecting && drawn.has(target)) leave(target);
      }),
      { rootMargin: "200px" },
    );
    const redraw = () => drawn.forEach(draw);

    // the box may change without the window, as when a scroll bar appears
    const fitter = new ResizeObserver((entries) => entries.forEach(({ target }) => drawn.has(target) && target.layout && Plotly.Plots.resize(target)));

    plots.forEach((plot) => { watcher.observe(plot); fitter.observe(plot); });
    figure.querySelectorAll(".modes input").forEach((input) => input.addEventListener("change", () => {
      figure.classList.toggle("shows-flat", input.value === "flat");
      if (input.value !== "flat") { mode = input.value; redraw(); }
    }));
    figure.querySelector(".reset").addEventListener("click", () => { camera = startCamera; redraw(); });
    // on a touch screen a surface takes part in scrolling until it is tapped (see the style sheet)
    figure.querySelectorAll(".surface").forEach((card) => card.addEventListener("click", (event) => {
      const turning = event.target.tagName !== "H4";
      figure.querySelectorAll(".turning").forEach((other) => other.classList.remove("turning"));
      card.classList.toggle("turning", turning);
    }));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  }

  function showTips() {
    const tip = document.getElementById("tip");
    let lit = null;
    const hide = () => { lit?.classList.remove("lit"); lit = null; tip.style.opacity = 0; };
    const nearest = (svg, event) => {
      let best = null;
      for (const mark of svg.querySelectorAll(".mark-symbol path[aria-label]")) {
        const box = mark.getBoundingClientRect();
        const distance = Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
        if (distance < 28 && (best === null || distance < best.distance)) best = { mark, distance, box };
      }
      return best;
    };
    document.querySelectorAll(".chart svg").forEach((svg) => {
      svg.addEventListener("pointermove", (event) => {
        const found = nearest(svg, event);
        if (found === null) return hide();
        if (found.mark !== lit) { hide(); lit = found.mark; lit.classList.add("lit"); }
        tip.textContent = lit.getAttribute("aria-label");
        tip.style.opacity = 1;
        tip.style.left = Math.max(8, Math.min(innerWidth - tip.offsetWidth - 8, found.box.x + 12)) + "px";
        tip.style.top = Math.max(8, found.box.y - tip.offsetHeight - 8) + "px";
      });
      svg.addEventListener("pointerleave", hide);
    });
  }

  const source = document.getElementById("surface-data");
  if (source !== null && typeof Plotly !== "undefined" && hasWebGl()) {
    showSurfaces(document.querySelector(".surfaces"), JSON.parse(source.textContent));
  }
  showTips();
})();
`;

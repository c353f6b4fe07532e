// The text view: the run in words and the controls as ordinary page elements, for screen readers, keyboards and tests.
import { deedsOf } from "./deeds.js";
import { make, number, rows, set, table, write } from "./parts.js";

const MODES = ["RealTime", "Periodic", "EventDriven", "Hybrid", "Predictive"];
const seconds = (value) => (value === null || value === undefined ? "nothing heard yet" : `${value.toFixed(value < 10 ? 2 : 1)} s`);

export function mirrorOf(root, wish) {
  const button = (id, text, what) => make("button", { type: "button", id: `m-${id}`, onclick: () => wish(what()) }, text);
  const title = make("h2", { id: "m-title" });
  const about = make("p", { id: "m-about" });
  const moment = make("p", { id: "m-moment" });
  const digest = make("p", { id: "m-digest" });
  const notice = make("p", { id: "m-notice", role: "alert" });
  const play = button("play", "Play", () => ({ do: "toggle" }));
  const projector = make("input", { type: "checkbox", id: "m-projector", onchange: (e) => wish({ do: "projector", on: e.target.checked }) });
  const beside = make("input", { type: "checkbox", id: "m-beside", onchange: (e) => wish({ do: "ghosts", beside: e.target.checked }) });
  const time = make("input", { type: "range", id: "m-time", min: 0, step: 0.1, onchange: (e) => wish({ do: "seek", t_s: Number(e.target.value) }) });
  const twin = make("select", { id: "m-twin", onchange: (e) => wish({ do: "twin", index: Number(e.target.value) }) });
  const mode = make("select", { id: "m-mode", onchange: (e) => wish({ do: "mode", mode: e.target.value }) }, ...MODES.map((name) => new Option(name)));
  const delay = make("input", { type: "range", id: "m-delay", min: 0, max: 500, step: 5, oninput: (e) => wish({ do: "delay", ms: Number(e.target.value) }) });
  const loss = make("input", { type: "range", id: "m-loss", min: 0, max: 50, step: 1, oninput: (e) => wish({ do: "loss", share: Number(e.target.value) / 100 }) });
  const delayNow = make("output", { for: "m-delay", id: "m-delay-now" });
  const lossNow = make("output", { for: "m-loss", id: "m-loss-now" });
  const linkNow = make("p", { id: "m-link" });
  const twins = make("tbody", { id: "m-twins" });
  const signals = make("tbody", { id: "m-signals" });
  const deeds = deedsOf(wish);
  root.replaceChildren(
    title,
    about,
    moment,
    digest,
    notice,
    make("div", { class: "row", role: "group", "aria-label": "Run control" },
      play,
      button("back", "Step back", () => ({ do: "step", by: -1 })),
      button("forward", "Step forward", () => ({ do: "step", by: 1 })),
      button("slower", "Slower", () => ({ do: "speed", faster: false })),
      button("faster", "Faster", () => ({ do: "speed", faster: true })),
      button("restart", "Restart", () => ({ do: "restart" })),
    ),
    make("div", { class: "row" }, make("label", {}, "Moment ", time)),
    make("div", { class: "row" },
      make("label", {}, projector, " Projector"),
      make("label", {}, beside, " Ghosts beside their device"),
      button("home", "Camera home", () => ({ do: "home" })),
      button("help", "Help", () => ({ do: "help" })),
      button("dismiss", "Close notice", () => ({ do: "dismiss" })),
    ),
    make("h2", {}, "Chosen twin"),
    make("div", { class: "row" }, make("label", {}, "Twin ", twin), make("label", {}, "Sync mode ", mode)),
    make("div", { class: "row" }, make("label", {}, "Delay ", delay), delayNow),
    make("div", { class: "row" }, make("label", {}, "Loss ", loss), lossNow),
    make("div", { class: "row" }, button("cut", "Cut link for 5 s", () => ({ do: "cut", for_s: 5 })), linkNow),
    table("Twins", ["Twin", "Device", "Mode", "Age", "Error", "Delivered", "Lost"], twins),
    make("h2", { id: "m-device" }, "Device"),
    table("Signals of the chosen device", ["Signal", "Value", "Unit"], signals),
    ...deeds.part,
  );
  let names = "";
  const show = (state) => {
    write(title, state.title);
    write(about, state.description);
    write(moment, `${state.playing ? "Playing" : "Paused"} at ${state.t_s.toFixed(2)} of ${number(state.end_s, 6)} s, ${number(state.speed)} times real time, seed ${state.seed}`);
    write(digest, state.digest ? `Digest ${state.digest}` : "");
    write(notice, state.notice?.text ?? "");
    write(play, state.playing ? "Pause" : "Play");
    projector.checked = state.projector;
    beside.checked = state.beside;
    time.max = state.end_s;
    set(time, state.t_s.toFixed(1));
    const now = state.twins.map((one) => one.name).join("\n");
    if (now !== names) {
      names = now;
      twin.replaceChildren(...state.twins.map((one, index) => new Option(`${one.name} of ${one.device}`, index)));
    }
    set(twin, state.twin);
    set(mode, state.twins[state.twin]?.mode ?? "");
    delay.disabled = loss.disabled = !state.link;
    if (state.link) {
      set(delay, Math.round(state.link.delay_ms));
      write(delayNow, `${number(state.link.delay_ms)} ms`);
      if (state.link.loss === null) loss.disabled = true;
      else set(loss, Math.round(state.link.loss * 100));
      write(lossNow, state.link.loss === null ? "a list of frames" : `${number(state.link.loss * 100)} %`);
      write(linkNow, `${state.link.name}${state.link.cut ? ", cut" : ""}, ${state.link.queued} waiting`);
    }
    rows(twins, state.twins.map((one) => [
      one.name,
      one.device,
      one.mode,
      seconds(one.age_s) + (one.late ? ", stale" : ""),
      one.error ? `${number(one.error.value)} ${one.error.unit} (${one.error.signal})` : "–",
      String(one.delivered),
      String(one.lost),
    ]));
    const device = state.devices[state.device];
    write(root.querySelector("#m-device"), device ? `${device.name} (${device.kind})` : "Device");
    rows(signals, (device?.signals ?? []).map((signal) => [signal.name, number(signal.value, 4), signal.unit]));
    deeds.show(state);
  };
  return { show };
}

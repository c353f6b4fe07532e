// The text view's part about what can be done: faults, controls and commands, the shadow document.
import { items, make, number, remembered, rows, set, table, write } from "./parts.js";

const PLACES = { device: "This device", sensor: "Sensor of the chosen signal", board: "Board", link: "Network" };
const STATES = { pending: "pending", accepted: "accepted", refused: "refused", expired: "refused: it came too late", unanswered: "never answered" };

/** Faults: what can go wrong, what does, and what the chosen twin has noticed. */
function faultsOf(wish) {
  const does = make("p", { id: "m-does" });
  let offers = [];
  const explain = () => write(does, offers.find((offer) => offer.name === fault.value)?.does ?? "");
  const device = make("select", { id: "m-choose-device", onchange: (e) => wish({ do: "device", index: Number(e.target.value) }) });
  const signal = make("select", { id: "m-signal", onchange: (e) => wish({ do: "signal", index: Number(e.target.value) }) });
  const fault = make("select", { id: "m-fault", "aria-describedby": "m-does", onchange: explain });
  const begin = make("button", { type: "button", id: "m-begin", onclick: () => wish({ do: "fault", name: fault.value }) }, "Start fault");
  const acting = make("ul", { id: "m-acting", "aria-label": "Acting faults" });
  const noneActs = make("p", {}, "No fault acts.");
  const noticed = make("ul", { id: "m-noticed", "aria-label": "Anomalies noticed" });
  const nothing = make("p");

  const devices = remembered((names) => device.replaceChildren(...names.map((name, index) => new Option(name, index))));
  const signals = remembered((names) => signal.replaceChildren(...names.map((name, index) => new Option(name, index))));
  const catalogue = remembered((names) => {
    const chosen = fault.value;
    fault.replaceChildren(...Object.entries(PLACES).map(([place, label]) =>
      make("optgroup", { label }, ...names.filter(([where]) => where === place).map(([, name]) => new Option(name)))));
    fault.value = names.some(([, name]) => name === chosen) ? chosen : (names[0]?.[1] ?? "");
  });
  const list = remembered((faults) => {
    const focused = acting.contains(document.activeElement);
    acting.replaceChildren(...faults.map(({ number, label }) =>
      make("li", {}, `${label} `, make("button", { type: "button", "aria-label": `End ${label}`, onclick: () => wish({ do: "end_fault", number }) }, "End"))));
    noneActs.hidden = faults.length > 0;
    // The button that had the focus is gone.
    if (focused) (acting.querySelector("button") ?? begin).focus();
  });

  const show = (state) => {
    const { deeds } = state;
    devices(state.devices.map((one) => one.name));
    signals((state.devices[state.device]?.signals ?? []).map((one) => one.name));
    set(device, state.device);
    set(signal, deeds.signal);
    offers = deeds.catalogue;
    catalogue(offers.map(({ place, name }) => [place, name]));
    explain();
    list(deeds.acting);
    items(noticed, (deeds.noticed ?? []).map((one) =>
      `${one.kind}: ${one.subject}, ${Math.round(100 * one.confidence)} % sure, ${one.when}. ${one.evidence}. ${one.reason}`));
    write(nothing, deeds.noticed === null ? "The chosen twin watches for nothing." : deeds.noticed.length ? "" : "Nothing so far.");
  };
  const part = [
    make("h2", {}, "Faults"),
    make("div", { class: "row" }, make("label", {}, "Device ", device), make("label", {}, "Signal ", signal)),
    make("div", { class: "row" }, make("label", {}, "Fault ", fault), begin),
    does,
    make("h3", {}, "Acting"),
    noneActs,
    acting,
    make("h3", {}, "Noticed"),
    nothing,
    noticed,
  ];
  return { part, show };
}

/** Commands: the controls of the chosen device with their limits, and what became of the commands that work them. */
function commandsOf(wish) {
  const way = make("select", { id: "m-way" });
  const controls = make("div", { id: "m-controls" });
  const sent = make("ul", { id: "m-commands", "aria-label": "Commands sent" });
  const none = make("p");

  const ways = remembered((sender) => {
    way.replaceChildren(...(sender ? [new Option(`Command from ${sender}`, "send")] : []), new Option("By hand, at the device", "hand"));
  });
  const build = remembered((kinds) => {
    controls.replaceChildren(...kinds.map(([label, limits, unit, options]) => {
      const input = limits
        ? make("input", { type: "number", step: "any", min: limits[0], max: limits[1], size: 8 })
        : make("select", {}, ...options.map((word) => new Option(word)));
      const words = limits ? `${label} (${number(limits[0], 6)} to ${number(limits[1], 6)} ${unit}) ` : `${label} `;
      const now = make("output");
      const send = () => {
        const value = limits ? input.valueAsNumber : input.value;
        if (limits && Number.isNaN(value)) return input.focus();
        wish({ do: "work", control: label, value, by_hand: way.value === "hand" });
      };
      const button = make("button", { type: "button", "aria-label": `Send ${label}`, onclick: send }, "Send");
      return make("div", { class: "row" }, make("label", {}, words, input), button, now);
    }));
  });

  const show = ({ deeds }) => {
    ways(deeds.sender);
    build(deeds.controls.map(({ label, limits, unit, options }) => [label, limits, unit, options]));
    deeds.controls.forEach(({ now, unit, limits }, index) => {
      const value = limits ? `${number(now, 5)} ${unit}` : (now ?? "–");
      write(controls.children[index].querySelector("output"), `now ${value}`);
    });
    write(none, deeds.controls.length ? "" : "This device has no controls.");
    items(sent, deeds.commands.map((one) => {
      const took = one.took_s === null ? "" : ` after ${number(one.took_s)} s`;
      const tries = one.tries > 1 ? `, ${one.tries} tries` : "";
      return `${one.what}, sent at ${one.sent_s.toFixed(2)} s: ${STATES[one.state]}${one.reason ? `: ${one.reason}` : took}${tries}`;
    }));
  };
  const part = [
    make("h2", {}, "Commands"),
    none,
    make("div", { class: "row" }, make("label", {}, "Way ", way)),
    controls,
    sent,
  ];
  return { part, show };
}

/** The shadow document of the chosen twin. */
function documentOf(wish) {
  const about = make("p", { id: "m-document" });
  const fields = make("tbody", { id: "m-fields" });
  const asked = make("div", { id: "m-questions" });
  const json = make("pre", { id: "m-json", class: "log", role: "region", tabindex: 0, "aria-label": "Shadow document as JSON" });
  const whole = make("div", {},
    table("Fields of the shadow document", ["Field", "Reported", "Desired", "In step"], fields), asked, json);

  const ask = remembered((questions) => {
    const button = (field, words, device) => make("button", { type: "button", onclick: () => wish({ do: "answer", field, device }) }, words);
    asked.replaceChildren(...questions.map(({ field, name, device, twin }) =>
      make("div", { class: "row", role: "group", "aria-label": `${name}: who is right?` },
        `${name}: who is right?`, button(field, `Device: ${device}`, true), button(field, `Twin: ${twin}`, false))));
  });
  const show = ({ deeds: { document: own } }) => {
    whole.hidden = !own;
    if (!own) return write(about, "The chosen twin has none.");
    const known = own.device_version === null ? "none" : own.device_version;
    write(about, `Version ${own.version}, the device knows ${known}. In a conflict: ${own.rule}. ${own.bytes} bytes.`);
    rows(fields, own.fields.map((field) => [
      field.name, field.reported ?? "–", field.desired ?? "–", field.in_step === null ? "nothing wished" : field.in_step ? "yes" : "no",
    ]));
    ask(own.questions);
    write(json, JSON.stringify(own.json, null, 2));
  };
  return { part: [make("h2", {}, "Shadow document"), about, whole], show };
}

export function deedsOf(wish) {
  const parts = [faultsOf(wish), commandsOf(wish), documentOf(wish)];
  return { part: parts.flatMap(({ part }) => part), show: (state) => parts.forEach(({ show }) => show(state)) };
}

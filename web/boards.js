// Real boards: what comes over Web Serial or from a broker goes to the session on stage, and what that wants to be sent goes
// back. A recorded log is handed over whole. The dialog shows how the session stands.

import { items, number as rounded, rows, write } from "./parts.js";

const el = (id) => document.getElementById(id);
const BAUDS = [115200, 9600, 57600, 230400, 460800, 921600];
const TIMES = [1, 10, 60, 600];
/** A broker that has not answered for so long is tried again, in milliseconds. */
const SILENT_MS = 15_000;
/** A session is asked this often for what it wants, in milliseconds. */
const LOOK_MS = 100;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const number = (value, digits = 4) => rounded(value, digits);
const STATES = { pending: "pending", done: "accepted", refused: "refused", unanswered: "never answered" };

/** Another number for each session: a board remembers the numbers of commands until it reboots. */
const session_id = () => Date.now() >>> 0;

export function boards({ lab, wish, say }) {
  const dialog = el("boards");
  const serial = navigator.serial;
  const options = (values, word) => values.map((value) => `<option value="${value}">${value}${word}</option>`).join("");

  el("boards-body").innerHTML = `
    <p id="b-none" ${serial ? "hidden" : ""}>This browser has no Web Serial (Chromium on a desk has it). A broker or a recorded log
      works here too: <code>ref_s,line</code>, as <code>twinsync live --record</code> writes it.</p>
    <p class="row">
      <label>Speed <select id="b-baud">${options(BAUDS, " baud")}</select></label>
      <button id="b-connect" type="button" ${serial ? "" : "disabled"}>Connect</button>
    </p>
    <p class="row">
      <label>Broker <input id="b-url" placeholder="wss://broker.example:8084/mqtt" size="28" spellcheck="false"></label>
      <label>Topic of lines <input id="b-topics" value="twinsync/+/lines" size="18" spellcheck="false"></label>
      <label>Topic of commands <input id="b-commands" value="twinsync/+/commands" size="20" spellcheck="false"
        aria-describedby="b-plus"></label>
      <label>User <input id="b-user" size="8" autocomplete="off"></label>
      <label>Password <input id="b-password" type="password" size="8" autocomplete="off"></label>
      <button id="b-listen" type="button">Listen</button>
    </p>
    <p id="b-plus">The first board that speaks is chosen: its name stands for both <code>+</code>. Without a topic of commands
      nothing is sent.</p>
    <p class="row">
      <label>Replay at <select id="b-times">${options(TIMES, "×")}</select></label>
      <button id="b-replay" type="button">Replay a log</button>
      <button id="b-record" type="button" disabled>Save the log</button>
    </p>
    <p class="row"><label>Command <input id="b-command" placeholder="SET_MULT:0.99996" spellcheck="false"></label>
      <button id="b-send" type="button" disabled>Send</button></p>
    <p id="b-trouble" role="alert"></p>
    <p id="b-state" role="status">No board yet.</p>
    <table><caption class="unseen">Clock of the board</caption><tbody id="b-clock"></tbody></table>
    <ul id="b-orders" aria-label="Commands"></ul>
    <pre class="log" id="b-lines" aria-label="Newest lines"></pre>`;

  const trouble = (text) => write(el("b-trouble"), text);
  const begun = () => {
    trouble("");
    el("b-record").disabled = false;
  };

  /** Reads the port until it is gone, or not wanted any more. */
  const listen = async (port, session, name) => {
    session.opened(performance.now(), name);
    const writer = port.writable?.getWriter();
    const unwanted = () => session.is_over() || session.is_released();
    let reader;
    const timer = setInterval(() => {
      if (unwanted()) return reader?.cancel().catch(() => {});
      const bytes = session.to_send();
      // What is not taken is asked again.
      if (bytes.length) writer?.write(bytes).catch(() => {});
    }, LOOK_MS);
    let reason = "the port was closed";
    // A byte out of step (framing, parity, a break) ends a stream and the port gives another; a port that is gone gives none.
    while (port.readable && !unwanted()) {
      reader = port.readable.getReader();
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          session.bytes(performance.now(), value);
        }
      } catch (error) {
        reason = String(error.message ?? error);
      } finally {
        reader.releaseLock();
      }
      await pause(0);
    }
    clearInterval(timer);
    writer?.releaseLock();
    session.closed(performance.now(), reason);
    await port.close().catch(() => {});
  };

  /** Keeps a port open for as long as its board stands on stage; one that was pulled out is found again. */
  const connect = async () => {
    let port;
    try {
      port = await serial.requestPort();
    } catch (error) {
      // A person who chooses none has said so.
      return error.name === "NotFoundError" ? undefined : trouble(`No port: ${error.message ?? error}`);
    }
    const kind = (one) => JSON.stringify(one.getInfo?.() ?? {});
    const { usbVendorId, usbProductId } = port.getInfo?.() ?? {};
    const hex = (id) => id?.toString(16).padStart(4, "0");
    const name = usbVendorId ? `USB ${hex(usbVendorId)}:${hex(usbProductId)}` : "serial port";
    const session = new lab.PortSession(name, session_id());
    begun();
    while (!session.is_over()) {
      if (!session.is_released()) {
        try {
          await port.open({ baudRate: Number(el("b-baud").value) });
          trouble("");
          await listen(port, session, name);
        } catch (error) {
          trouble(`The port does not open: ${error.message ?? error}. It is tried again.`);
          await pause(1000);
          // A board that was pulled out comes back as another port of the same kind.
          const others = await serial.getPorts().catch(() => []);
          port = others.find((other) => other !== port && kind(other) === kind(port)) ?? port;
        }
      }
      await pause(2 * LOOK_MS);
    }
    session.free();
  };

  /** One connection to the broker, until it is gone; gives the reason, and whether the broker had taken the page in. */
  const talk = (session, url) =>
    new Promise((done) => {
      const socket = new WebSocket(url, "mqtt");
      socket.binaryType = "arraybuffer";
      const push = () => {
        const bytes = session.to_send(performance.now());
        if (bytes.length && socket.readyState === WebSocket.OPEN) socket.send(bytes);
      };
      const unwanted = () => session.is_over() || session.is_released();
      const began = performance.now();
      let failed;
      const timer = setInterval(() => {
        const silent = !session.is_up() && performance.now() - began > SILENT_MS;
        if (silent) failed ??= `the broker has not answered for ${SILENT_MS / 1000} s`;
        if (silent || unwanted() || session.trouble()) socket.close();
        else if (socket.readyState === WebSocket.OPEN) push();
      }, LOOK_MS);
      socket.onopen = () => {
        try {
          session.opened(performance.now());
          push();
        } catch (error) {
          failed = String(error);
          socket.close();
        }
      };
      socket.onmessage = ({ data }) => {
        session.bytes(performance.now(), new Uint8Array(data));
        push();
      };
      socket.onclose = ({ code }) => {
        clearInterval(timer);
        const reason = failed ?? (unwanted() ? "you stopped listening" : `the broker closed the socket (${code})`);
        done({ reason, up: session.is_up() });
      };
    });

  /** Listens to a broker for as long as its board stands on stage; one that is gone is tried again, less and less often. */
  const broker = async () => {
    const url = el("b-url").value.trim();
    let session;
    try {
      if (!/^wss?:\/\/./.test(url) || !URL.canParse(url)) throw new Error(`${JSON.stringify(url)} is no address of a broker: it begins with ws:// or wss://`);
      const client = `twinsync-${crypto.getRandomValues(new Uint32Array(1))[0].toString(16)}`;
      const words = ["b-topics", "b-commands"].map((id) => el(id).value);
      const secret = ["b-user", "b-password"].map((id) => el(id).value);
      session = new lab.BrokerSession(url.replace(/\/\/[^/@]*@/, "//"), ...words, client, ...secret, session_id());
    } catch (error) {
      return trouble(String(error.message ?? error));
    }
    begun();
    let wait_s = 1;
    while (!session.is_over()) {
      if (session.is_released()) {
        await pause(2 * LOOK_MS);
        continue;
      }
      const { reason, up } = await talk(session, url).catch((error) => ({ reason: String(error.message ?? error), up: false }));
      if (up) wait_s = 1;
      session.closed(performance.now(), reason);
      for (let left_ms = 1000 * wait_s; left_ms > 0 && !session.is_over() && !session.is_released(); left_ms -= LOOK_MS) await pause(LOOK_MS);
      wait_s = Math.min(60, 2 * wait_s);
    }
    session.free();
  };

  /** The board on stage; undefined where all devices are simulated. */
  let now;
  const way = ({ open, gone, released, kind }) => {
    if (released) return `Closed: ${gone ?? "on purpose"}.`;
    if (open) return `${open} is open.`;
    return gone ? `Gone: ${gone}. It is tried again.` : kind === "replay" ? "A recorded log." : "It is being opened.";
  };
  const show = (words) => {
    now = words ?? undefined;
    const taken = (kind) => now?.kind === kind && !now.released;
    el("b-connect").textContent = taken("serial") ? "Disconnect" : "Connect";
    el("b-listen").textContent = taken("mqtt") ? "Stop" : "Listen";
    el("b-send").disabled = !taken("serial") && !taken("mqtt");
    if (!dialog.open) return;
    if (!now) {
      write(el("b-state"), "No board on stage.");
      for (const id of ["b-clock", "b-orders", "b-lines"]) el(id).replaceChildren();
      return;
    }
    const { clock, newest, board, commands } = now;
    const identity = [board.chip && `chip ${board.chip}`, board.firmware && `firmware ${board.firmware}`].filter(Boolean).join(", ");
    write(el("b-state"), [way(now), identity, clock.withheld && `No correction yet: ${clock.withheld}`].filter(Boolean).join(" "));
    rows(el("b-clock"), [
      ["Drift", `${number(clock.drift_ppm)} ± ${number(clock.drift_bar_ppm, 2)} ppm`],
      ["Offset since the first reading", `${number(clock.gained_s)} s`],
      ["Multiplier", number(clock.multiplier, 9)],
      ["Readings", `${clock.samples} used, ${clock.rejected_lines} lines rejected`],
      ["Wraps, reboots", `${clock.wraps}, ${clock.reboots}`],
      ["Temperature", `${number(board.temperature_c)} °C`],
      ["Commands", `${commands.done} done, ${commands.refused} refused, ${commands.waiting} waiting, ${commands.timed_out} never answered`],
      ...(now.vibration ? [["Vibration", `${number(now.vibration.rms_m_s2?.[0])}, ${number(now.vibration.rms_m_s2?.[1])}, ${number(now.vibration.rms_m_s2?.[2])} m/s² rms`]] : []),
      ...now.plotted.map(({ label, value }) => [label, number(value)]),
    ]);
    items(el("b-orders"), now.orders.map(told));
    el("b-lines").textContent = newest.map(([text, taken]) => `${taken ? " " : "✗"} ${text}`).join("\n");
  };

  const replay = (name, text) => {
    if (!dialog.open) dialog.showModal();
    try {
      lab.replay_board(name, text, Number(el("b-times").value));
      begun();
      say(`Replaying ${name}`);
    } catch (error) {
      say(`${name}: ${error}`, true);
      trouble(`${name}: ${error}`);
    }
  };

  el("board").addEventListener("click", () => {
    dialog.showModal();
    show(now);
  });
  dialog.addEventListener("close", () => el("twinsync").focus({ preventScroll: true }));
  const leave = () => wish({ do: "release", on: true });
  el("b-connect").addEventListener("click", () => (now?.kind === "serial" && !now.released ? leave() : connect()));
  el("b-listen").addEventListener("click", () => (now?.kind === "mqtt" && !now.released ? leave() : broker()));
  el("b-replay").addEventListener("click", () => el("file").click());
  el("b-record").addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([lab.board_log()], { type: "text/csv" }));
    Object.assign(document.createElement("a"), { href: url, download: "board.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  el("b-send").addEventListener("click", () => {
    const words = el("b-command").value;
    try {
      lab.check_order(words);
      trouble("");
      wish({ do: "order", words });
    } catch (error) {
      trouble(String(error));
    }
  });
  // Enter in a field presses its row's button, not the one that closes the dialog.
  el("boards-body").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    event.target.closest(".row").querySelector("button").click();
  });
  return { replay, show };
}

/** A command to a board and what became of it. */
function told({ what, state, tries, answer }) {
  const times = tries > 1 ? `, ${tries} tries` : "";
  return `${what}: ${STATES[state]}${times}${state === "refused" && answer ? `: ${answer}` : ""}`;
}

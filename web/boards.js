// Real boards: what comes over Web Serial, from a broker or from a recorded log goes to the program's clock twin, and what
// that wants to be sent over a port goes back.

const el = (id) => document.getElementById(id);
const BAUDS = [115200, 9600, 57600, 230400, 460800, 921600];
const now_s = () => performance.now() / 1000;
const number = (value, digits = 4) => (value === null || value === undefined ? "–" : Number(value.toPrecision(digits)).toString());

export function boards({ lab, say }) {
  const dialog = el("boards");
  const serial = navigator.serial;
  let session;
  let port;
  let reader;
  let wanted = false;

  el("boards-body").innerHTML = `
    <p id="b-none" ${serial ? "hidden" : ""}>This browser has no Web Serial (Chromium on a desk has it). A recorded log can be replayed here:
      <code>ref_s,line</code>, as <code>twinsync live --record</code> writes it.</p>
    <p class="row">
      <label>Speed <select id="b-baud">${BAUDS.map((baud) => `<option>${baud}</option>`).join("")}</select></label>
      <button id="b-connect" type="button" ${serial ? "" : "disabled"}>Connect</button>
      <button id="b-replay" type="button">Replay a log</button>
      <button id="b-record" type="button" disabled>Save the log</button>
    </p>
    <p class="row">
      <label>Broker <input id="b-url" placeholder="wss://broker.example:8084/mqtt" size="28" spellcheck="false"></label>
      <label>Topics <input id="b-topics" value="twinsync/+/lines" size="18" spellcheck="false"></label>
      <label>User <input id="b-user" size="8" autocomplete="off"></label>
      <label>Password <input id="b-password" type="password" size="8" autocomplete="off"></label>
      <button id="b-listen" type="button">Listen</button>
    </p>
    <p class="row"><label>Command <input id="b-command" placeholder="SET_MULT:0.99996" spellcheck="false"></label>
      <button id="b-send" type="button" disabled>Send</button></p>
    <p id="b-state" role="status">No board yet.</p>
    <table><caption class="unseen">Clock of the board</caption><tbody id="b-clock"></tbody></table>
    <pre class="log" id="b-lines" aria-label="Newest lines"></pre>`;

  const begin = (fresh) => {
    const old = session;
    const began_s = now_s();
    fresh.clock = () => now_s() - began_s;
    session = fresh;
    // Whoever still listens to the old one has a moment to notice.
    if (old) setTimeout(() => old.free(), 60_000);
    el("b-record").disabled = false;
    el("b-send").disabled = !fresh.send;
    show();
  };

  /** Reads the port until it is gone. */
  const listen = async (open) => {
    const mine = session;
    const at = mine.clock;
    const { usbVendorId, usbProductId } = open.getInfo?.() ?? {};
    const hex = (id) => id?.toString(16).padStart(4, "0");
    mine.opened(at(), usbVendorId ? `USB ${hex(usbVendorId)}:${hex(usbProductId)}` : "serial port");
    const writer = open.writable?.getWriter();
    const timer = setInterval(() => {
      const bytes = mine.poll(at());
      // What is not taken is asked again.
      if (bytes.length) writer?.write(bytes).catch(() => {});
      show();
    }, 200);
    let reason = "the port was closed";
    try {
      reader = open.readable.getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        if (session !== mine) break;
        mine.bytes(at(), value);
      }
    } catch (error) {
      reason = String(error.message ?? error);
    }
    clearInterval(timer);
    reader?.releaseLock();
    writer?.releaseLock();
    mine.closed(at(), reason);
    await open.close().catch(() => {});
    show();
  };

  const connect = async () => {
    if (wanted) {
      wanted = false;
      await reader?.cancel().catch(() => {});
      return;
    }
    try {
      port = await serial.requestPort();
    } catch {
      return;
    }
    wanted = true;
    begin(new lab.BoardSession(Date.now() >>> 0));
    el("b-connect").textContent = "Disconnect";
    const mine = session;
    while (wanted && session === mine) {
      try {
        await port.open({ baudRate: Number(el("b-baud").value) });
        await listen(port);
      } catch (error) {
        el("b-state").textContent = `The port does not open: ${error.message ?? error}. It is tried again.`;
      }
      // A board that was pulled out is found again by itself.
      if (wanted) await new Promise((done) => setTimeout(done, 1000));
    }
    wanted = false;
    el("b-connect").textContent = "Connect";
  };

  /** Listens to a broker until it is told to stop; a broker that is gone is tried again, less and less often. */
  let listening = false;
  const broker = async () => {
    if (listening) {
      listening = false;
      return;
    }
    const url = el("b-url").value.trim();
    const name = url.replace(/\/\/[^/@]*@/, "//");
    const client = `twinsync-${crypto.getRandomValues(new Uint32Array(1))[0].toString(16)}`;
    listening = true;
    el("b-listen").textContent = "Stop";
    begin(new lab.BrokerSession(name, el("b-topics").value.trim(), client, el("b-user").value, el("b-password").value));
    const mine = session;
    const at = mine.clock;
    for (let pause_s = 1; listening && session === mine; pause_s = Math.min(60, 2 * pause_s)) {
      const reason = await new Promise((done) => {
        let socket;
        try {
          socket = new WebSocket(url, "mqtt");
        } catch (error) {
          listening = false;
          return done(String(error.message ?? error));
        }
        socket.binaryType = "arraybuffer";
        const timer = setInterval(() => {
          if (socket.readyState === WebSocket.OPEN) push();
          if (!listening || session !== mine || mine.trouble()) socket.close();
          show();
        }, 200);
        const push = () => {
          const bytes = mine.poll(at());
          if (bytes.length) socket.send(bytes);
        };
        socket.onopen = () => {
          pause_s = 1;
          mine.opened(at());
          push();
        };
        socket.onmessage = ({ data }) => {
          mine.bytes(at(), new Uint8Array(data));
          push();
        };
        socket.onclose = ({ code }) => {
          clearInterval(timer);
          done(listening ? `the broker closed the socket (${code})` : "you stopped listening");
        };
      });
      if (session !== mine) return;
      mine.closed(at(), reason);
      show();
      if (listening) await new Promise((done) => setTimeout(done, 1000 * pause_s));
    }
    listening = false;
    el("b-listen").textContent = "Listen";
  };

  const show = () => {
    if (!session || !dialog.open) return;
    const words = JSON.parse(session.json());
    window.twinsync.board = words;
    const { clock, newest, board, commands } = words;
    const way = words.open ? `${words.open} is open.` : words.gone ? `Gone: ${words.gone}.` : "A recorded log.";
    const identity = [board.chip && `chip ${board.chip}`, board.firmware && `firmware ${board.firmware}`].filter(Boolean).join(", ");
    el("b-state").textContent = [way, identity, clock.withheld && `No correction yet: ${clock.withheld}`].filter(Boolean).join(" ");
    const rows = [
      ["Drift", `${number(clock.drift_ppm)} ± ${number(clock.drift_bar_ppm, 2)} ppm`],
      ["Offset since the first reading", `${number(clock.gained_s)} s`],
      ["Multiplier", number(clock.multiplier, 9)],
      ["Readings", `${clock.samples} used, ${clock.rejected_lines} lines rejected`],
      ["Wraps, reboots", `${clock.wraps}, ${clock.reboots}`],
      ["Temperature", `${number(board.temperature_c)} °C`],
      ["Commands", `${commands.done} done, ${commands.refused} refused, ${commands.waiting} waiting, ${commands.timed_out} never answered`],
      ...(words.vibration ? [["Vibration", `${number(words.vibration.rms_m_s2?.[0])}, ${number(words.vibration.rms_m_s2?.[1])}, ${number(words.vibration.rms_m_s2?.[2])} m/s² rms`]] : []),
      ...words.plotted.map(({ label, value }) => [label, number(value)]),
    ];
    el("b-clock").replaceChildren(
      ...rows.map(([name, value]) => {
        const row = document.createElement("tr");
        const head = Object.assign(document.createElement("th"), { scope: "row", textContent: name });
        row.append(head, Object.assign(document.createElement("td"), { textContent: value }));
        return row;
      }),
    );
    el("b-lines").textContent = newest.map(([text, taken]) => `${taken ? " " : "✗"} ${text}`).join("\n");
  };

  const replay = (name, text) => {
    if (!dialog.open) dialog.showModal();
    try {
      begin(lab.BoardSession.replay(text));
      say(`Replayed ${name}`);
    } catch (error) {
      say(`${name}: ${error}`, true);
      el("b-state").textContent = `${name}: ${error}`;
    }
  };

  el("board").addEventListener("click", () => {
    dialog.showModal();
    show();
  });
  dialog.addEventListener("close", () => el("twinsync").focus({ preventScroll: true }));
  el("b-connect").addEventListener("click", connect);
  el("b-listen").addEventListener("click", broker);
  el("b-replay").addEventListener("click", () => el("file").click());
  el("b-record").addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([session.recording()], { type: "text/csv" }));
    Object.assign(document.createElement("a"), { href: url, download: "board.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  el("b-send").addEventListener("click", () => {
    try {
      session.send(session.clock(), el("b-command").value);
      say(`Sent ${el("b-command").value}`);
    } catch (error) {
      el("b-state").textContent = String(error);
    }
  });
  return { replay };
}

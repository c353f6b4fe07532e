// The page: loads the program, shows how far it is, and ties the page's own controls to it.
import { address, asked, withMoment } from "./address.js";
import { editor } from "./editor.js";
import { mirrorOf } from "./mirror.js";
import { boards } from "./boards.js";

const el = (id) => document.getElementById(id);
const canvas = el("twinsync");
const frame = () => new Promise((next) => requestAnimationFrame(next));

/** The program's functions, once it is there. */
let lab;
/** The latest words about the run. */
let state;
/** The query that opens this run again, but for the moment; at first that of the link that was opened. */
let resume = asked(location);
let dead = false;

function say(text, failed = false) {
  el("done").textContent = text;
  el("done").className = failed ? "failed" : "";
  el("said").textContent = text;
}

function step(text, percent) {
  el("step").textContent = text;
  if (percent !== undefined) el("progress").value = percent;
}

function trouble(title, text, again = true) {
  el("loading").hidden = true;
  el("trouble-title").textContent = title;
  el("trouble-text").textContent = text;
  el("again").href = resume ? address(withMoment(resume, state?.t_s)) : "./";
  el("again").hidden = !again;
  el("trouble").hidden = false;
}

/** Utters a wish; a sentence that refuses it is shown. */
function wish(what) {
  try {
    lab?.wish(JSON.stringify(what));
  } catch (error) {
    say(String(error), true);
  }
}

/** Asks the program for a paper. */
function ask(paper) {
  return new Promise((resolve, reject) => {
    lab.ask(paper, (text, wrong) => (wrong === null ? resolve(text) : reject(wrong)));
  });
}

/** The program's bytes, counted while they are compiled. */
async function compiled(manifest) {
  const response = await fetch(manifest.wasm);
  if (!response.ok) throw new Error(`${manifest.wasm}: the server answers ${response.status}`);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  let loaded = 0;
  const counter = new TransformStream({
    transform(chunk, out) {
      loaded += chunk.byteLength;
      step(`Loading ${megabytes(loaded)} of ${megabytes(manifest.bytes)} MB`, Math.min(80, (80 * loaded) / manifest.bytes));
      out.enqueue(chunk);
    },
    flush() {
      step("Preparing the program", 82);
    },
  });
  const counted = new Response(response.body.pipeThrough(counter), { headers: { "Content-Type": "application/wasm" } });
  return WebAssembly.compileStreaming(counted);
}

async function load() {
  if (!document.createElement("canvas").getContext("webgl2")) {
    trouble(
      "This browser shows no WebGL2",
      "The laboratory draws with WebGL2. It may be switched off, or the graphics driver may be on the browser's block list: " +
        "try another browser, or switch hardware acceleration on in its settings.",
      false,
    );
    return;
  }
  const answer = await fetch("manifest.json");
  if (!answer.ok) throw new Error(`manifest.json: the server answers ${answer.status}`);
  const manifest = await answer.json();
  const [program, module] = await Promise.all([import("./twinsync.js"), compiled(manifest)]);
  step("Starting the program", 86);
  await frame();
  await program.default({ module_or_path: module });
  lab = program;
  Object.assign(window.twinsync, { lab, ready: false });
  step("Setting the stage", 90);
  await frame();
  await frame();
  watchContext();
  program.start(asked(location), inSoftware());
  step("Drawing the first picture", 95);
  while (program.frames() < 3) await frame();
  window.twinsync.firstFrameMs = performance.now();
  el("loading").hidden = true;
  if (document.activeElement === document.body) canvas.focus({ preventScroll: true });
  wire();
  window.twinsync.ready = true;
  offline();
}

/** Whether the processor draws, because there is no graphics card or the browser does not trust its driver. */
function inSoftware() {
  const gl = document.createElement("canvas").getContext("webgl2");
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : "";
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

/** Keeps the page for days without a network. */
function offline() {
  if ("serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.register("sw.js").catch(() => {});
  }
}

/** Without its graphics context the program cannot draw on: the run is opened again where it was. */
function watchContext() {
  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    stopped("The graphics context is gone", "The browser has taken it away, as it does when the driver restarts or memory runs out.");
  });
}

/** Shows why the program stands still, and goes on by itself once; not again within ten seconds. */
function stopped(title, text) {
  if (dead) return;
  dead = true;
  const then = state?.board ? "What the board said so far can be saved: Board, Save the log." : "The run opens again where it was.";
  trouble(title, `${text} ${then}`);
  const last = Number(sessionStorage.getItem("twinsync-stopped") ?? 0);
  sessionStorage.setItem("twinsync-stopped", String(Date.now()));
  if (resume && Date.now() - last > 10_000) {
    setTimeout(reopen, 1500);
  }
}

/** Opens the run again, also where its address differs from this one behind the `#` only, or not at all. */
function reopen(event) {
  event?.preventDefault();
  history.replaceState(null, "", el("again").href);
  location.reload();
}

function wire() {
  const select = el("scene");
  for (const name of JSON.parse(lab.scenes())) select.append(new Option(name.replaceAll("_", " "), name));
  select.append(new Option("own scene", ""));
  select.addEventListener("change", () => select.value && wish({ do: "load", scene: select.value }));
  el("copy").addEventListener("click", copyLink);
  el("save").addEventListener("change", save);
  el("full").addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else el("stage").requestFullscreen?.();
  });
  el("panels").addEventListener("click", fold);
  const text = el("mirror");
  el("words").addEventListener("click", () => {
    const shown = text.classList.toggle("unseen") === false;
    el("words").setAttribute("aria-expanded", String(shown));
  });
  const mirror = mirrorOf(text, wish);
  const edit = editor({ lab, wish, ask, say });
  const board = boards({ lab, wish, say });
  el("open").addEventListener("click", () => el("file").click());
  el("file").addEventListener("change", async (event) => {
    for (const file of event.target.files) await take(file, edit, board);
    event.target.value = "";
  });
  dropping((file) => take(file, edit, board));
  keys();
  let known = "";
  const look = () => {
    if (dead) return;
    const words = lab.mirror();
    if (words && words !== known) {
      known = words;
      const before = state;
      state = JSON.parse(words);
      Object.assign(window.twinsync, { state, board: state.board });
      mirror.show(state);
      board.show(state.board);
      changed(before, state);
    }
  };
  if (innerWidth < NARROW) for (const panel of [0, 1]) wish({ do: "fold", panel });
  look();
  setInterval(look, 150);
}

/** What the page itself shows of the run, and what is read out. */
function changed(before, now) {
  document.body.dataset.theme = now.projector ? "projector" : "dark";
  el("scene").value = now.scene ?? "";
  document.title = `${now.title} – twinsync`;
  if (now.notice && now.notice.text !== before?.notice?.text) el("said").textContent = now.notice.text;
  else if (before && now.playing !== before.playing) {
    el("said").textContent = now.playing ? "Playing" : `Paused at ${now.t_s.toFixed(2)} seconds`;
  } else if (before && now.generation !== before.generation) el("said").textContent = now.title;
  // What a real board says cannot be said again.
  if (now.board) resume = "";
  else if (!before || now.generation !== before.generation || now.journal !== before.journal || now.projector !== before.projector) {
    ask("link").catch(() => "").then((query) => {
      resume = query;
    });
  }
}

/** A window narrower than this shows one side panel at a time, in CSS pixels. */
const NARROW = 760;

/** Folds all panels, or none; where the window is narrow, one side after the other. */
function fold() {
  const folded = state.folded;
  const narrow = innerWidth < NARROW;
  const [left, right] = folded;
  let wanted = folded.every((one) => one) ? [false, false, false] : [true, true, true];
  if (narrow) wanted = left && right ? [false, true, false] : left ? [true, true, false] : [true, false, false];
  wanted.forEach((want, panel) => want !== folded[panel] && wish({ do: "fold", panel }));
}

async function copyLink() {
  if (state.board) return say("A real board has no link. Board, Save the log keeps what it said.", true);
  const link = address(await ask("link"));
  window.twinsync.link = link;
  try {
    await navigator.clipboard.writeText(link);
    say(`Link copied, ${link.length} characters`);
  } catch {
    prompt("The link to this moment", link);
  }
}

const KINDS = { html: "text/html", json: "application/json", svg: "image/svg+xml", csv: "text/csv" };

async function save(event) {
  const paper = event.target.value;
  event.target.value = "";
  if (!paper) return;
  try {
    const text = await ask(paper);
    const name = (state?.scene ?? "scene").replaceAll("/", "-");
    const file = paper.includes(".") ? `${name}-${paper}` : `${name}.${paper === "run" ? "run." : ""}ron`;
    const url = URL.createObjectURL(new Blob([text], { type: KINDS[paper.split(".")[1]] ?? "text/plain" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: file });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    say(`Saved ${file}`);
  } catch (error) {
    say(String(error), true);
  }
}

/** The longest file that is read, in bytes. */
const MOST_BYTES = 32 << 20;

/** A file from the person: a scene, a run or a recorded log. */
async function take(file, edit, board) {
  if (file.size > MOST_BYTES) return say(`${file.name} is larger than ${MOST_BYTES >> 20} MB`, true);
  let text;
  try {
    text = await file.text();
  } catch (error) {
    return say(`${file.name} cannot be read: ${error.message ?? error}`, true);
  }
  if (/^\s*ref_s\s*,\s*line/.test(text)) return board.replay(file.name, text);
  edit.open(file.name, text);
}

/** Whether files are dragged; text that is dragged into a field is the browser's. */
const files = (event) => event.dataTransfer?.types.includes("Files");

function dropping(take) {
  let depth = 0;
  const show = (more) => {
    depth = Math.max(0, depth + more);
    el("drop").hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => files(event) && (event.preventDefault(), show(1)));
  addEventListener("dragleave", (event) => files(event) && show(-1));
  addEventListener("drop", async (event) => {
    if (!files(event)) return;
    show(-depth);
    for (const file of event.dataTransfer.files) await take(file);
  });
}

/** Keys that the laboratory does not take from the browser; F6 leads from the picture to the page. */
function keys() {
  el("stage").addEventListener(
    "keydown",
    (event) => {
      if (event.target !== canvas) return;
      const browsers = ((event.ctrlKey || event.metaKey) && !"azcxv".includes(event.key.toLowerCase())) || /^F(5|11|12)$/.test(event.key);
      if (event.key === "F6") {
        event.preventDefault();
        el("scene").focus();
      }
      if (browsers || event.key === "F6") event.stopPropagation();
    },
    true,
  );
}

window.twinsync = { ready: false };
el("again").addEventListener("click", reopen);
// A link whose run stands behind the `#` may be opened in a tab that shows this page already.
addEventListener("hashchange", () => location.hash.includes("=") && location.reload());
// What stands behind the `#` is the run's: the way to the text view leaves it alone.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  el("mirror").focus();
});
// A file dropped before the laboratory is there must not make the browser leave the page.
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => files(event) && event.preventDefault());
addEventListener("error", (event) => {
  const text = String(event.error?.message ?? event.message);
  if (event.error instanceof WebAssembly.RuntimeError) stopped("The laboratory has stopped", `It met an error: ${text}.`);
});
load().catch((error) => trouble("The laboratory did not start", `${error?.message ?? error}`));

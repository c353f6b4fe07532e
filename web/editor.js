// The editor: the text of a scene, what is wrong with it by line and column, and the way onto the stage.

const el = (id) => document.getElementById(id);

export function editor({ lab, wish, ask, say }) {
  const [dialog, text, list, where] = ["editor", "text", "complaints", "where"].map(el);
  let name = "scene.ron";

  /** The place of the n-th line and column, counted from 1, in the text. */
  const offset = (line, column) => {
    const lines = text.value.split("\n");
    return lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  };

  const goTo = (line, column) => {
    const at = offset(line, column);
    text.focus();
    text.setSelectionRange(at, at + 1);
    text.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(text).lineHeight));
    caret();
  };

  const check = () => {
    const complaints = JSON.parse(lab.check(name, text.value));
    list.replaceChildren(
      ...complaints.map(({ line, column, text: sentence, hint }) => {
        const item = document.createElement("li");
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: sentence });
        if (line) button.addEventListener("click", () => goTo(line, column));
        item.append(button);
        if (hint) item.append(Object.assign(document.createElement("span"), { className: "hint", textContent: `hint: ${hint}` }));
        return item;
      }),
    );
    return complaints;
  };

  const isRun = () => /^\s*Run\(/.test(text.value);

  const show = (title, value) => {
    name = title;
    text.value = value;
    el("editor-title").textContent = title;
    list.replaceChildren();
    if (!dialog.open) dialog.showModal();
  };

  const run = () => {
    const complaints = isRun() ? [] : check();
    if (complaints.length) {
      const [{ line, column }] = complaints;
      if (line) goTo(line, column);
      return false;
    }
    wish({ do: "open", name, text: text.value });
    say(`Opening ${name}`);
    dialog.close();
    return true;
  };

  el("edit").addEventListener("click", async () => show("scene.ron", await ask("scene")));
  el("play").addEventListener("click", run);
  el("check").addEventListener("click", () => {
    const words = isRun() ? "A run is checked when it is opened." : check().length ? "" : "Nothing is wrong.";
    if (words) list.replaceChildren(Object.assign(document.createElement("li"), { textContent: words, style: "color: var(--muted)" }));
  });
  const caret = () => {
    const before = text.value.slice(0, text.selectionStart).split("\n");
    where.textContent = `line ${before.length}, column ${before.at(-1).length + 1}`;
  };
  for (const event of ["keyup", "click", "input"]) text.addEventListener(event, caret);
  dialog.addEventListener("close", () => el("twinsync").focus({ preventScroll: true }));

  return {
    /** A text from elsewhere: onto the stage if it is right, else into the editor with what is wrong. */
    open(title, value) {
      show(title, value);
      if (!run()) say(`${title} cannot run: see what is wrong with it`, true);
    },
  };
}

// Parts of the text view: elements with their attributes, numbers in words, and lists that change without being rebuilt.

export const number = (value, digits = 3) => (value === null || value === undefined ? "–" : Number(value.toPrecision(digits)).toString());

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** Sets a text only where it changes, so that readers are not disturbed. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A slider that was moved is left alone for so long, in milliseconds; afterwards it follows the run, focused or not. */
const HELD_MS = 1000;
const moved = new WeakMap();
addEventListener("input", ({ target }) => moved.set(target, performance.now()), true);

/** Sets a control, unless the person holds it. */
export function set(control, value) {
  const held = control.type === "range" ? performance.now() - (moved.get(control) ?? -HELD_MS) < HELD_MS : document.activeElement === control;
  if (!held && control.value !== String(value)) control.value = value;
}

/** Builds something anew only where what it is built from changes, so that the focus stays where it is. */
export function remembered(build) {
  let known;
  return (from, ...rest) => {
    const key = JSON.stringify(from);
    if (key === known) return;
    known = key;
    build(from, ...rest);
  };
}

/** Writes rows of a table: a heading, then values. */
export function rows(body, cells) {
  while (body.rows.length > cells.length) body.deleteRow(-1);
  cells.forEach((texts, index) => {
    const row = body.rows[index] ?? body.appendChild(make("tr", {}, make("th", { scope: "row" }), ...texts.slice(1).map(() => make("td"))));
    texts.forEach((text, place) => write(row.cells[place], text));
  });
}

/** A table with a caption for readers and its columns' names. */
export function table(caption, columns, body) {
  return make("table", {},
    make("caption", { class: "unseen" }, caption),
    make("thead", {}, make("tr", {}, ...columns.map((text) => make("th", { scope: "col" }, text)))),
    body);
}

/** Writes the items of a list, each a text. */
export function items(list, texts) {
  while (list.children.length > texts.length) list.lastChild.remove();
  texts.forEach((text, index) => write(list.children[index] ?? list.appendChild(make("li")), text));
}

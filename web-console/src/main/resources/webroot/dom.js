// The only way to the document: elements and text. Nothing that comes from a lab is ever markup.

/** Makes an element; attributes that are null or false are left out, `on…` are listeners. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else set(element, name, value);
  }
  element.append(...children);
  return element;
}

/** Sets an attribute when it is another one; null and false take it away, true leaves it empty. */
export function set(element, name, value) {
  const wanted = value === null || value === undefined || value === false ? null
    : value === true ? "" : String(value);
  if (element.getAttribute(name) === wanted) return;
  if (wanted === null) element.removeAttribute(name);
  else element.setAttribute(name, wanted);
}

/** Sets text when it is another one, so that selections and screen readers are left alone. */
export function text(element, value) {
  const wanted = String(value ?? "");
  if (element.textContent !== wanted) element.textContent = wanted;
}

/**
 * Keeps a parent's children one for each item, by key. A child that stays is the same element, so
 * focus stays too. `create(item)` gives `{ element, update }`.
 */
export function keyed(parent, items, keyOf, create) {
  parent.byKey ??= new Map();
  const wanted = new Set();
  let before = null;
  for (const item of items) {
    const key = keyOf(item);
    if (wanted.has(key)) continue;
    wanted.add(key);
    let child = parent.byKey.get(key);
    if (!child) parent.byKey.set(key, (child = create(item)));
    child.update(item);
    const place = before ? before.nextSibling : parent.firstChild;
    if (child.element !== place) parent.insertBefore(child.element, place);
    before = child.element;
  }
  for (const [key, child] of parent.byKey) {
    if (wanted.has(key)) continue;
    child.element.remove();
    parent.byKey.delete(key);
  }
}

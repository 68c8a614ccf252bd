/** The element of that id; the page is ours, so it is there. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element with the id '${id}'`);
  return element as E;
}

/** Sets a text only where it is another one, so that nothing is laid out, or read aloud, for nothing. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

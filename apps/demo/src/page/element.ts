type Properties<Name extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[Name], 'style' | 'dataset' | 'children'>
> & {
  readonly data?: Readonly<Record<string, string>>;
};

/** A new element with its properties and what is in it. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { data, ...properties }: Properties<Name> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

/** A button that does something, with a longer name for those who cannot see what stands around it. */
export function button(text: string, said: string, act: () => void, className = ''): HTMLButtonElement {
  const made = element('button', { type: 'button', textContent: text, className });
  if (said !== text) made.ariaLabel = said;
  made.title = said === text ? '' : said;
  made.addEventListener('click', act);
  return made;
}

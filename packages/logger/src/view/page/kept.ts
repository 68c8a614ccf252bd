/** A choice that outlives the page, where the browser keeps any. */
export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(`anneal-view:${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`anneal-view:${name}`, value);
  } catch {
    // It is forgotten with the page, then.
  }
}

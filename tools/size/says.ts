/** Whether code holds a name in a string of its own, or as the head of a message: `'linear'`, `'linear: …'`. */
export function says(code: string, name: string): boolean {
  return new RegExp(`(["'\`])${name}(\\1|: )`).test(code);
}

/** What is to be done when a page may go; synchronous, since nothing that takes time comes to its end there. */
export interface PageEnd {
  /** It is hidden, and may be ended without another word. */
  hidden(): void;
  /** It goes. What is called later is called by others who hear of this. */
  going(): void;
  /** It has come back. */
  back(): void;
}

/** Listens until the returned function is called. A worker hears nothing of its end. */
export function onPageEnd({ hidden, going, back }: PageEnd): () => void {
  if (typeof document === 'undefined') return () => {};
  const seen = (): void => {
    if (document.visibilityState === 'hidden') hidden();
  };
  // First, while it goes down the tree: what stops others from hearing it comes later.
  document.addEventListener('visibilitychange', seen, true);
  addEventListener('pagehide', going, true);
  addEventListener('pageshow', back, true);
  return () => {
    document.removeEventListener('visibilitychange', seen, true);
    removeEventListener('pagehide', going, true);
    removeEventListener('pageshow', back, true);
  };
}

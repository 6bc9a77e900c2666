// Keeps the caret by its words when a text is changed from elsewhere.

/** Where a place in a text is once the text has become another one around it. */
export function moved(was: string, now: string, at: number): number {
  let same = 0;
  while (same < at && was[same] === now[same]) same++;
  if (same === at) return at;
  const rest = was.slice(at);
  return now.endsWith(rest) ? now.length - rest.length : Math.min(at, now.length);
}

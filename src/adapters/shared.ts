/**
 * One question at a time, however many ask: who asks while it is being answered gets the same answer, and so does whoever
 * asks within `keptMs` (milliseconds) after it came. A rejection is shared and kept in the same way.
 */
export function shared<T>(ask: () => Promise<T>, keptMs = 0): () => Promise<T> {
  let answer: Promise<T> | undefined;
  function forget(): void {
    answer = undefined;
  }
  return () => {
    answer ??= ask().finally(() => (keptMs === 0 ? forget() : setTimeout(forget, keptMs).unref()));
    return answer;
  };
}

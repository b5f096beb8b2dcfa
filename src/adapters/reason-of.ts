/**
 * What an error says, or its code when it says nothing: Node's error of a host name with several addresses, none of
 * which answers, is an AggregateError without a message.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}

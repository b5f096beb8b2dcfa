/** The server said no: the sentence is for the person. */
export class Refused extends Error {}

const away = 'The sandbox does not answer. It may have been stopped: start it again with npm run demo.';
const strange = 'The sandbox answered what this page does not understand. Load the page anew.';

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new Refused(error instanceof SyntaxError ? strange : away); // it may go in the middle of its answer
  }
}

async function sent(path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(path, init).catch(() => {
    throw new Refused(away);
  });
  const body = await bodyOf(response);
  if (response.ok) return body;
  throw new Refused(refusalIn(body));
}

function refusalIn(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string') return body.error;
  return 'The sandbox refused, and did not say why.';
}

/** Asks the page's own server, which answers in the shapes of contract.ts. Throws Refused. */
export async function ask<T>(path: string): Promise<T> {
  return (await sent(path)) as T;
}

/** Tells the page's own server to do something. Throws Refused. */
export async function tell<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return (await sent(path, { method: 'POST', headers, body: JSON.stringify(body) })) as T;
}

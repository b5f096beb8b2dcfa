import { Outage } from '../release/outside-errors.ts';

/** The answer; undefined when it does not come within so many milliseconds, or the other side is down. */
export async function inTime<T>(answer: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([unlessOut(answer), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function unlessOut<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Outage) return undefined;
    throw error;
  }
}

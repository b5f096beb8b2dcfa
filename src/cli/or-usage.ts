import { reasonOf } from '../adapters/reason-of.ts';

/**
 * What a program was told on its command line. What is wrong with that ends the program with the usage and exit code 2;
 * `--help` ends it with the usage and 0.
 *
 * @param read parses the options; what it throws is told in its own words.
 */
export function orUsage<T extends { readonly help?: boolean | undefined }>(usage: string, read: () => T): T {
  let told: T;
  try {
    told = read();
  } catch (error) {
    const [words = ''] = reasonOf(error).split(/(?<=['”])\. /); // parseArgs goes on about arguments that begin with a dash
    console.error(`${words.replace(/(?<![.!?])$/, '.')}\n\n${usage}`);
    process.exit(2);
  }
  if (told.help !== true) return told;
  console.log(usage);
  process.exit(0);
}

import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

const claims = z.object({ iss: z.union([z.string(), z.number()]), iat: z.number(), exp: z.number() });

/** GitHub takes tokens of Apps that live for ten minutes at most, and allows for a clock that is a minute ahead. */
const longestSeconds = 600;
const skewSeconds = 60;

/**
 * Judges the token that an App signs of itself (RS256).
 * @returns who says to have issued it, or why GitHub refuses it.
 */
export function verifyAppToken(token: string, publicKey: string, now: Date): { issuer: string } | { refusal: string } {
  const [head = '', body = '', signature = ''] = token.split('.');
  const undecodable = { refusal: 'A JSON web token could not be decoded' };
  const key = createPublicKey(publicKey);
  const genuine = verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
  if (!genuine) return undecodable;
  const parsed = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success) return undecodable;
  const seconds = now.getTime() / 1000;
  const { iss, iat, exp } = parsed.data;
  if (iat > seconds + skewSeconds)
    return {
      refusal: "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    };
  if (exp <= seconds)
    return {
      refusal:
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    };
  if (exp > seconds + longestSeconds + skewSeconds)
    return { refusal: "'Expiration time' claim ('exp') is too far in the future" };
  return { issuer: String(iss) };
}

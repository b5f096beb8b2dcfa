/** GitHub's opaque global id: stable for an object, readable by nobody. */
export const nodeId = (kind: string, id: number | string): string => Buffer.from(`${kind}:${id}`).toString('base64url');

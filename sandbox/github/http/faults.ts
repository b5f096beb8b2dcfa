export const faultKinds = [
  '502-after-write',
  'reset-before',
  'reset-after',
  '5xx',
  '429',
  '403-secondary',
  'delay',
  'hang',
] as const;
type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly id: number;
  readonly kind: FaultKind;
  readonly method: string | undefined;
  readonly path: RegExp;
  /** How many requests it still strikes. */
  left: number;
  /** For `delay`, in milliseconds. */
  readonly ms: number;
  /** For `429` and `403-secondary`, in seconds. */
  readonly retryAfter: number;
}

/** Faults on request: each strikes as many matching requests as it was told. */
export function createFaults() {
  const faults: Fault[] = [];
  return {
    faults,
    add: (fault: Fault): void => {
      faults.push(fault);
    },
    clear: (): void => {
      faults.length = 0;
    },
    /** The fault that strikes this request, if any; counts it. */
    strike(method: string, path: string): Fault | undefined {
      const found = faults.find(
        (fault) => fault.left > 0 && (fault.method ?? method) === method && fault.path.test(path),
      );
      if (found !== undefined) found.left -= 1;
      return found;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;

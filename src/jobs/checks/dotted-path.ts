function insides(value: unknown, key: string): readonly unknown[] {
  if (Array.isArray(value)) {
    const at = /^\d{1,6}$/.test(key) ? Number(key) : value.length;
    return at < value.length ? [value[at]] : [];
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return [Reflect.get(value, key)];
}

/**
 * What stands at a path such as `image.tag` or `images.0.tag`, as a list of one; empty where nothing does. A key may hold dots
 * itself: `labels.app.kubernetes.io/version` finds the key `app.kubernetes.io/version` of `labels`.
 */
export function atDotted(value: unknown, path: string): readonly unknown[] {
  const steps = path.split('.');
  for (let n = 1; n <= steps.length; n += 1) {
    const rest = steps.slice(n).join('.');
    const found = insides(value, steps.slice(0, n).join('.')).flatMap((one) =>
      rest === '' ? [one] : atDotted(one, rest),
    );
    if (found.length > 0) return found.slice(0, 1);
  }
  return [];
}

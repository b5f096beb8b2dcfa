/** Scrapes a Slipway and reads Prometheus' text format. */
export async function readMetrics(url: string, token: string) {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`/metrics answers ${response.status}: ${text}`);
  const samples = text.split('\n').flatMap((line) => {
    const read = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (read === null) return [];
    const [, name = '', labels = '', value = ''] = read;
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', said = '']) => [label, said] as const);
    return [{ name, labels: new Map(pairs), value: Number(value) }];
  });
  return {
    text,
    names: () => new Set(samples.map(({ name }) => name)),
    /** The sum of all samples with these labels; undefined where there is none. */
    value(name: string, labels: Readonly<Record<string, string>>): number | undefined {
      const fitting = samples.filter(
        (one) => one.name === name && Object.entries(labels).every(([label, said]) => one.labels.get(label) === said),
      );
      return fitting.length === 0 ? undefined : fitting.reduce((sum, { value }) => sum + value, 0);
    },
  };
}

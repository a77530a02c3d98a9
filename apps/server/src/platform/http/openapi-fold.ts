interface Components {
  readonly components?: { readonly schemas?: Record<string, unknown> };
}

const prefix = '#/components/schemas/';

function mapRefs(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapRefs(entry, rename));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) =>
      key === '$ref' && typeof entry === 'string' && entry.startsWith(prefix)
        ? [key, prefix + rename(entry.slice(prefix.length))]
        : [key, mapRefs(entry, rename)],
    ),
  );
}

function namesIn(value: unknown): Set<string> {
  const names = new Set<string>();
  mapRefs(value, (name) => {
    names.add(name);
    return name;
  });
  return names;
}

/** Every schema name that the document reaches, directly or through another schema. */
function reachable(document: object, schemas: Record<string, unknown>): Set<string> {
  const { components: _components, ...rest } = document as { components?: unknown };
  const found = namesIn(rest);
  for (const name of found) for (const next of namesIn(schemas[name])) found.add(next);
  return found;
}

function base(name: string): string {
  return name.replace(/Input$/, '');
}

/**
 * The schema generator emits every named schema twice, as `X` for answers and `XInput` for requests. Where the two say
 * the same, `XInput` becomes `X`; what no operation reaches is left out.
 */
export function foldSchemas<T extends object>(document: T): T {
  const schemas = (document as Components).components?.schemas ?? {};
  const same = (name: string) =>
    JSON.stringify(mapRefs(schemas[name], base)) === JSON.stringify(mapRefs(schemas[base(name)], base));
  const rename = (name: string) => (name.endsWith('Input') && base(name) in schemas && same(name) ? base(name) : name);
  const folded = mapRefs(document, rename) as T & Components;
  const foldedSchemas = folded.components?.schemas ?? {};
  const used = reachable(folded, foldedSchemas);
  const kept = Object.fromEntries(Object.entries(foldedSchemas).filter(([name]) => used.has(name)));
  return { ...folded, components: { ...folded.components, schemas: kept } };
}

/** The paths that there are and their methods, to tell an unknown path from a method that it does not have. */
export class KnownPaths {
  readonly #paths = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** `url` as routes are declared: `/groups/:id`. */
  add(url: string, methods: readonly string[]): void {
    const path = url.replace(/\/+$/, '').replace(/:[^/]+/g, '[^/]+');
    const known = this.#paths.get(path) ?? { pattern: new RegExp(`^${path}/*$`), methods: new Set() };
    for (const method of methods) known.methods.add(method);
    this.#paths.set(path, known);
  }

  /** The methods of a path that was asked for; empty if there is no such path. */
  methodsOf(path: string): readonly string[] {
    return [...this.#paths.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap(({ methods }) => [...methods]);
  }
}

const cache = new WeakMap<object, string>();

/** JSON of a stored object, made once however many watchers and lists ask. Stored objects never change. */
export function objectJson(object: object): string {
  let json = cache.get(object);
  if (json === undefined) {
    json = JSON.stringify(object);
    cache.set(object, json);
  }
  return json;
}

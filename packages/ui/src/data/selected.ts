/** Fields to ask for; `true` is a scalar, or a list of scalars. */
export interface Selection {
  readonly [field: string]: true | Selection;
}

/**
 * What a query for these fields of `T` answers. A field that an older version lacks stays optional. The schema allows
 * null in every list; Cartridge has it in `replication_info` only, and what reads that expects it.
 */
export type Selected<T, S extends Selection> =
  T extends ReadonlyArray<infer Item>
    ? Array<Selected<NonNullable<Item>, S>>
    : T extends object
      ? { [K in keyof Pick<T, keyof T & keyof S>]: SelectedField<T[K], S[K & keyof S]> }
      : T;

type SelectedField<T, S> = S extends Selection ? Selected<T, S> : T;

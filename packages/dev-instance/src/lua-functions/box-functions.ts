import type { Box } from '../box/box.ts';
import type { Space } from '../box/box-state.ts';
import type { Tuple } from '../box/operation.ts';
import { CartridgeError } from '../errors.ts';
import type { HostFunctions } from '../lua/lua-runtime.ts';

/** `box` for Lua: spaces whose first field is the key. Writes are refused on a read-only instance. */
export function boxFunctions(box: () => Box | null): HostFunctions {
  return {
    'box.exists': (name: string) => box()?.state.spaces.has(name) ?? false,
    'box.fields': (name: string) => space(box, name).fields,
    'box.get': (name: string, key: unknown) => space(box, name).rows.get(String(key)) ?? null,
    'box.all': (name: string, limit: number | null) =>
      [...space(box, name).rows.values()].slice(0, limit ?? undefined),
    'box.count': (name: string) => space(box, name).rows.size,
    'box.create': (name: string, fields: string[]) => {
      const known = box()?.state.spaces.get(name);
      if (known !== undefined && JSON.stringify(known.fields) === JSON.stringify(fields)) return;
      if (known !== undefined && fields.length === 0) return;
      writable(box).write({ kind: 'space', name, fields });
    },
    'box.insert': (name: string, tuple: Tuple) => {
      const key = String(tuple[0]);
      if (space(box, name).rows.has(key)) {
        throw new CartridgeError(
          'ClientError',
          `Duplicate key exists in unique index 'primary' in space '${name}'`,
        );
      }
      writable(box).write({ kind: 'put', space: name, key, tuple });
      return tuple;
    },
    'box.replace': (name: string, tuple: Tuple) => {
      space(box, name);
      writable(box).write({ kind: 'put', space: name, key: String(tuple[0]), tuple });
      return tuple;
    },
    'box.delete': (name: string, key: unknown) => {
      const tuple = space(box, name).rows.get(String(key)) ?? null;
      const target = writable(box);
      if (tuple !== null) target.write({ kind: 'delete', space: name, key: String(key) });
      return tuple;
    },
    'box.truncate': (name: string) => {
      const target = writable(box);
      for (const key of [...space(box, name).rows.keys()]) target.write({ kind: 'delete', space: name, key });
    },
    'box.once': (name: string) => {
      const target = writable(box);
      if (target.state.spaces.get('_schema')?.rows.has(name)) return false;
      if (!target.state.spaces.has('_schema'))
        target.write({ kind: 'space', name: '_schema', fields: ['key'] });
      target.write({ kind: 'put', space: '_schema', key: name, tuple: [name] });
      return true;
    },
    'box.info': () => {
      const open = box();
      return {
        ro: open?.isReadOnly ?? true,
        uuid: open?.instanceUuid ?? null,
        id: open?.replicaId ?? 0,
        status: 'running',
      };
    },
  };
}

function space(box: () => Box | null, name: string): Space {
  const found = box()?.state.spaces.get(name);
  if (found === undefined) throw new CartridgeError('ClientError', `Space '${name}' does not exist`);
  return found;
}

function writable(box: () => Box | null): Box {
  const open = box();
  if (open === null || open.instanceUuid === null)
    throw new CartridgeError('ClientError', 'Please call box.cfg{} first');
  if (open.isReadOnly)
    throw new CartridgeError('ClientError', "Can't modify data because this instance is in read-only mode.");
  return open;
}

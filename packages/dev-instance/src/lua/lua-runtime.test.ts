import { beforeAll, expect, test } from 'vitest';
import { LuaRuntime } from './lua-runtime.ts';

const files: Record<string, string> = {
  '/app/sleepy.lua': "require('fiber').sleep(0.001) return { answer = 42 }",
  '/app/broken.lua': 'local x = = 1',
};
const handlers: Record<string, number> = {};
let lua: LuaRuntime;

beforeAll(async () => {
  lua = new LuaRuntime({
    read_file: (path: string) => files[path] ?? null,
    sleep: (seconds: number) => new Promise(resolve => setTimeout(resolve, seconds * 1000)),
    fail: () => Promise.reject(new Error('out of reach')),
    print: () => {},
    'cartridge.cfg': () => null,
    'http.route': (_: string, path: string, handler: number) => {
      handlers[path] = handler;
    },
  });
  await lua.open('/app/?.lua');
});

async function run(source: string): Promise<unknown> {
  files['/app/main.lua'] = `function answer(...) ${source} end`;
  await lua.runMain('/app/main.lua');
  return lua.callGlobal('answer', []);
}

test.each([
  ["return require('json').encode({ a = { 1, 2.5, 'x', {} } })", '{"a":[1,2.5,"x",[]]}'],
  ['return require(\'json\').decode(\'{"u":"\\\\u0416\\\\ud83d\\\\ude00","n":[null,1]}\').u', 'Ж😀'],
  ["return require('sleepy').answer", 42],
  ["local ok, err = pcall(require, 'no.such.module') return err:match('no such module') ~= nil", true],
  ["local t = {} t.self = t return select(2, pcall(require('json').encode, t))", 'table has a cycle'],
  ["require('checks') local function f(n) checks('number') return n end return pcall(f, 'x')", false],
  ["return require('fio').basename('/a/b.lua', '.lua')", 'b'],
  [
    "local class = require('errors').new_class('MyError') return tostring(class:new('no %s', 'luck'))",
    'MyError: no luck',
  ],
])('%s', async (source, expected) => {
  const encoded = JSON.stringify(await run(source));
  expect(JSON.parse(encoded)).toEqual(expected);
});

test('calls that wait run side by side', async () => {
  await run("require('fiber').sleep(0.001) return 1");
  expect(await Promise.all([lua.callGlobal('answer', []), lua.callGlobal('answer', [])])).toEqual([1, 1]);
});

test('errors carry file and line', async () => {
  await expect(run("\n\nerror('unhandled error')")).rejects.toMatchObject({
    className: 'LuajitError',
    message: '/app/main.lua:3: unhandled error',
  });
  await expect(run("require('broken')")).rejects.toThrow('/app/broken.lua:1:');
});

test('the status of an answer is the one set in the response, as with the http rock', async () => {
  await run(`
    local cartridge = require('cartridge')
    assert(cartridge.cfg({ roles = {} }))
    local httpd = cartridge.service_get('httpd')
    httpd:route({ method = 'GET', path = '/options' }, function(req) return req:render({ status = 404, json = {} }) end)
    httpd:route({ method = 'GET', path = '/response' }, function(req)
        local response = req:render({ json = {} })
        response.status = 404
        return response
    end)`);
  const ask = (path: string) => lua.call(handlers[path] ?? 0, [{}]);
  expect([await ask('/options'), await ask('/response')]).toMatchObject([{ status: 200 }, { status: 404 }]);
});

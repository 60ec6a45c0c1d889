/** JSON, calls to the host, fibers and `require`: what everything else in Lua stands on. */
export const core = String.raw`
local send = __host
__host = nil

local null = setmetatable({}, { __tostring = function() return 'null' end })
local escapes = { ['"'] = '\\"', ['\\'] = '\\\\', ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t' }

local function encode_string(text)
    return '"' .. text:gsub('[%c"\\]', function(char)
        return escapes[char] or string.format('\\u%04x', char:byte())
    end) .. '"'
end

local encode
local function encode_table(value, seen)
    if value == null then return 'null' end
    if seen[value] then error('table has a cycle', 0) end
    seen[value] = true
    local parts = {}
    local mt = getmetatable(value)
    local kind = mt and mt.__serialize
    if kind ~= 'map' and (#value > 0 or next(value) == nil) then
        for i = 1, #value do parts[i] = encode(value[i], seen) end
        seen[value] = nil
        return '[' .. table.concat(parts, ',') .. ']'
    end
    for key, item in next, value do
        if type(item) ~= 'function' then
            parts[#parts + 1] = encode_string(tostring(key)) .. ':' .. encode(item, seen)
        end
    end
    seen[value] = nil
    return '{' .. table.concat(parts, ',') .. '}'
end

function encode(value, seen)
    local kind = type(value)
    if kind == 'nil' then return 'null' end
    if kind == 'boolean' then return tostring(value) end
    if kind == 'string' then return encode_string(value) end
    if kind == 'number' then
        if value ~= value or value == math.huge or value == -math.huge then return 'null' end
        if math.type(value) == 'integer' then return tostring(value) end
        return value == math.floor(value) and string.format('%.0f', value) or string.format('%.14g', value)
    end
    if kind == 'table' then return encode_table(value, seen or {}) end
    error("unsupported Lua type '" .. kind .. "'", 0)
end

local unescapes = { b = '\b', f = '\f', n = '\n', r = '\r', t = '\t' }
local function decode_string(text, start)
    local from, parts = start + 1, {}
    while true do
        local stop = text:find('["\\]', from)
        if stop == nil then error('unfinished string in JSON', 0) end
        parts[#parts + 1] = text:sub(from, stop - 1)
        if text:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
        local char = text:sub(stop + 1, stop + 1)
        if char == 'u' then
            local code = tonumber(text:sub(stop + 2, stop + 5), 16)
            from = stop + 6
            if code >= 0xd800 and code < 0xdc00 and text:sub(from, from + 1) == '\\u' then
                code = 0x10000 + (code - 0xd800) * 0x400 + tonumber(text:sub(from + 2, from + 5), 16) - 0xdc00
                from = from + 6
            end
            parts[#parts + 1] = utf8.char(code)
        else
            parts[#parts + 1] = unescapes[char] or char
            from = stop + 2
        end
    end
end

local decode_value
local function skip(text, at) return text:find('[^ \t\r\n]', at) or #text + 1 end

local function decode_array(text, at, keep_null)
    local result, index = setmetatable({}, { __serialize = 'seq' }), 0
    at = skip(text, at + 1)
    if text:sub(at, at) == ']' then return result, at + 1 end
    while true do
        local item
        item, at = decode_value(text, at, keep_null)
        index = index + 1
        result[index] = item
        at = skip(text, at)
        local char = text:sub(at, at)
        if char == ']' then return result, at + 1 end
        if char ~= ',' then error("expected ',' or ']' at character " .. at, 0) end
        at = skip(text, at + 1)
    end
end

local function decode_map(text, at, keep_null)
    local result = setmetatable({}, { __serialize = 'map' })
    at = skip(text, at + 1)
    if text:sub(at, at) == '}' then return result, at + 1 end
    while true do
        if text:sub(at, at) ~= '"' then error('expected object key string at character ' .. at, 0) end
        local key, item
        key, at = decode_string(text, at)
        at = skip(text, at)
        if text:sub(at, at) ~= ':' then error("expected ':' at character " .. at, 0) end
        item, at = decode_value(text, skip(text, at + 1), keep_null)
        result[key] = item
        at = skip(text, at)
        local char = text:sub(at, at)
        if char == '}' then return result, at + 1 end
        if char ~= ',' then error("expected ',' or '}' at character " .. at, 0) end
        at = skip(text, at + 1)
    end
end

function decode_value(text, at, keep_null)
    local char = text:sub(at, at)
    if char == '"' then return decode_string(text, at) end
    if char == '{' then return decode_map(text, at, keep_null) end
    if char == '[' then return decode_array(text, at, keep_null) end
    if text:sub(at, at + 3) == 'true' then return true, at + 4 end
    if text:sub(at, at + 4) == 'false' then return false, at + 5 end
    if text:sub(at, at + 3) == 'null' then
        if keep_null then return null, at + 4 end
        return nil, at + 4
    end
    local number = text:match('^-?%d+%.?%d*[eE]?[+-]?%d*', at)
    if number == nil or number == '' then error('invalid token at character ' .. at, 0) end
    return math.tointeger(tonumber(number)) or tonumber(number), at + #number
end

local function decode(text, keep_null)
    if type(text) ~= 'string' or text == '' then error('unexpected end of JSON text', 0) end
    local value, at = decode_value(text, skip(text, 1), keep_null)
    if skip(text, at) <= #text then error('unexpected text at character ' .. at, 0) end
    return value
end

local error_mt = { __tostring = function(self) return self.str end }
local function new_error(class_name, message)
    return setmetatable({ class_name = class_name, err = message, str = class_name .. ': ' .. message }, error_mt)
end

local function settle(answer)
    local kind, payload = answer:sub(1, 1), answer:sub(2)
    if kind == 'v' then return decode(payload) end
    local problem = decode(payload)
    error(new_error(problem.className, problem.message), 0)
end

-- A call of the host. What takes time makes the fiber wait, never the process.
local function host(name, ...)
    local args, count = {}, select('#', ...)
    for i = 1, count do
        local arg = select(i, ...)
        args[i] = arg == nil and null or arg
    end
    local answer = send(name, encode(args))
    if answer:sub(1, 1) == 'w' then answer = coroutine.yield(tonumber(answer:sub(2))) end
    return settle(answer)
end

local handlers, fibers = {}, {}
local function keep(handler)
    handlers[#handlers + 1] = handler
    return #handlers
end

local function describe(problem)
    if type(problem) == 'table' and problem.class_name then
        return { className = problem.class_name, message = tostring(problem.err) }
    end
    return { className = 'LuajitError', message = tostring(problem) }
end

local function report(id, ok, result, ...)
    local thread = fibers[id]
    if not ok then
        fibers[id] = nil
        return id .. ' e' .. encode(describe(result))
    end
    if coroutine.status(thread) == 'dead' then
        fibers[id] = nil
        local results, count = { result == nil and null or result }, select('#', ...)
        for i = 1, count do
            local extra = select(i, ...)
            results[i + 1] = extra == nil and null or extra
        end
        return id .. ' v' .. encode(results)
    end
    return id .. ' w' .. tostring(result)
end

local last_fiber = 0
function __start(handler, args)
    local fn = handlers[tonumber(handler)]
    last_fiber = last_fiber + 1
    local id = last_fiber
    fibers[id] = coroutine.create(fn)
    local list = decode(args)
    return report(id, coroutine.resume(fibers[id], table.unpack(list, 1, #list)))
end

function __resume(id, answer)
    return report(id, coroutine.resume(fibers[id], answer))
end

local modules = {}
local loaded = package.loaded
local function find_file(name)
    local path = name:gsub('%.', '/')
    for template in package.path:gmatch('[^;]+') do
        local file = template:gsub('%?', (path:gsub('%%', '%%%%')))
        local source = host('read_file', file)
        if source ~= nil then return file, source end
    end
end

local function compile(source, file)
    return load((source:gsub('^#[^\n]*', '')), '@' .. file)
end

-- Written in Lua so that a module may wait while it is loaded.
function require(name)
    if loaded[name] ~= nil then return loaded[name] end
    local value
    if modules[name] then
        value = modules[name]()
    else
        local file, source = find_file(name)
        if file == nil then
            error("module '" .. name .. "' not found: the dev instance has no such module, and there is no file for it in " .. package.path, 2)
        end
        local chunk, problem = compile(source, file)
        if chunk == nil then error(problem, 0) end
        value = chunk(name, file)
    end
    if loaded[name] == nil then loaded[name] = value == nil and true or value end
    return loaded[name]
end

function dofile(file)
    local source = host('read_file', file)
    if source == nil then error('cannot open ' .. file, 2) end
    local chunk, problem = compile(source, file)
    if chunk == nil then error(problem, 0) end
    return chunk()
end

unpack = table.unpack
loadstring = load
table.maxn = function(list) return #list end
math.pow = function(base, exponent) return base ^ exponent end
print = function(...)
    local parts = {}
    for i = 1, select('#', ...) do parts[i] = tostring((select(i, ...))) end
    host('print', table.concat(parts, '\t'))
end
os.getenv = function(name) return host('getenv', name) end
os.exit = function(code) host('exit', code == true and 0 or code or 0) end
os.time = function(...) if select('#', ...) == 0 then return math.floor(host('now')) end return math.floor(host('now')) end
os.clock = function() return host('clock') end
package.searchroot = function() return host('app_folder') end
package.setsearchroot = function() end

local main = keep(function(file) dofile(file) end)
`;

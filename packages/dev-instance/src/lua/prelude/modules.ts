/** Small stand-ins of Tarantool's own modules. */
export const modules = `
modules.json = function()
    return {
        encode = function(value) return encode(value) end,
        decode = function(text) return decode(text, true) end,
        null = null, NULL = null,
    }
end
modules.yaml = function()
    return {
        encode = function(value) return host('yaml.encode', value) end,
        decode = function(text) return host('yaml.decode', text) end,
        null = null, NULL = null,
    }
end

local function format_message(message, ...)
    if type(message) == 'table' then return encode(message) end
    if select('#', ...) == 0 then return tostring(message) end
    return string.format(message, ...)
end
modules.log = function()
    local function writer(level)
        return function(...) host('log', level, format_message(...)) end
    end
    return {
        info = writer('info'), warn = writer('warn'), error = writer('error'),
        verbose = function() end, debug = function() end,
    }
end

modules.strict = function() return { on = function() end, off = function() end } end
modules.clock = function()
    local function clock() return host('clock') end
    return { time = function() return host('now') end, realtime = function() return host('now') end,
        monotonic = clock, monotonic64 = clock, proc = clock }
end
modules.uuid = function()
    return setmetatable({ str = function() return host('uuid') end }, { __call = function() return host('uuid') end })
end
modules.digest = function()
    return { crc32 = function(text) return host('crc32', text) end,
        sha256_hex = function(text) return host('hash', 'sha256', text) end,
        md5_hex = function(text) return host('hash', 'md5', text) end,
        base64_encode = function(text) return host('base64.encode', text) end,
        base64_decode = function(text) return host('base64.decode', text) end }
end

modules.fio = function()
    local fio = { path = {} }
    function fio.abspath(path) return host('fio.abspath', path) end
    function fio.dirname(path) return path:match('^(.*)/[^/]*$') or '.' end
    function fio.basename(path, suffix)
        local name = path:match('([^/]*)$')
        if suffix and name:sub(-#suffix) == suffix then name = name:sub(1, -#suffix - 1) end
        return name
    end
    function fio.pathjoin(...) return (table.concat({ ... }, '/'):gsub('//+', '/')) end
    function fio.cwd() return host('fio.abspath', '.') end
    function fio.path.exists(path) return host('fio.stat', path) ~= nil end
    function fio.path.is_file(path) return host('fio.stat', path) == 'file' end
    function fio.path.is_dir(path) return host('fio.stat', path) == 'directory' end
    function fio.listdir(path) return host('fio.listdir', path) end
    function fio.read(path) return host('read_file', path) end
    return fio
end

modules.checks = function()
    local function matches(value, expected)
        if expected:sub(1, 1) == '?' then
            if value == nil then return true end
            expected = expected:sub(2)
        end
        if expected == '' then return true end
        for kind in expected:gmatch('[^|]+') do
            if kind == type(value) then return true end
        end
        return false
    end
    local function checks(...)
        local info = debug.getinfo(2, 'nf')
        for i = 1, select('#', ...) do
            local expected = select(i, ...)
            local _, value = debug.getlocal(2, i)
            if type(expected) == 'string' and not matches(value, expected) then
                error(string.format("bad argument #%d to %s (%s expected, got %s)", i, info.name or 'function', expected, type(value)), 3)
            end
        end
    end
    _G.checks = checks
    return checks
end

modules.errors = function()
    local errors = {}
    function errors.new_class(name)
        local class = { name = name }
        function class:new(message, ...) return new_error(name, format_message(message, ...)) end
        function class:assert(value, message, ...)
            if value then return value end
            error(class:new(message or 'assertion failed!', ...), 2)
        end
        function class:pcall(fn, ...)
            local results = table.pack(pcall(fn, ...))
            if results[1] then return table.unpack(results, 2, results.n) end
            local problem = results[2]
            if type(problem) == 'table' then return nil, problem end
            return nil, new_error(name, tostring(problem))
        end
        return class
    end
    function errors.new(name, message, ...) return new_error(name, format_message(message, ...)) end
    function errors.pcall(name, fn, ...) return errors.new_class(name):pcall(fn, ...) end
    return errors
end

modules.fiber = function()
    local fiber = {}
    local function spawn(fn, ...)
        local args = table.pack(...)
        host('spawn', keep(function() return fn(table.unpack(args, 1, args.n)) end))
        return { name = function() end, status = function() return 'suspended' end, id = function() return 0 end,
            set_joinable = function() end, cancel = function() error('fiber.cancel is not available in the dev instance', 2) end }
    end
    fiber.create, fiber.new = spawn, spawn
    function fiber.sleep(seconds) host('sleep', seconds) end
    function fiber.yield() host('sleep', 0) end
    function fiber.time() return host('now') end
    function fiber.clock() return host('clock') end
    function fiber.self() return { name = function() end, id = function() return 0 end, storage = {} } end
    function fiber.name() end
    function fiber.testcancel() end
    return fiber
end

modules.metrics = function()
    local function collector(kind)
        return function(name, help)
            local own = {}
            function own:set(value, labels) host('metrics.set', kind, name, help or '', value, labels or {}) end
            function own:inc(value, labels) host('metrics.add', kind, name, help or '', value or 1, labels or {}) end
            function own:dec(value, labels) host('metrics.add', kind, name, help or '', -(value or 1), labels or {}) end
            return own
        end
    end
    return { gauge = collector('gauge'), counter = collector('counter'),
        enable_default_metrics = function() end, set_global_labels = function() end }
end

local admin_functions = { init = function() end, register = function() end, remove = function() end }
modules['cartridge-cli-extensions'] = function() return admin_functions end
modules['cartridge-cli-extensions.admin'] = function() return admin_functions end
`;

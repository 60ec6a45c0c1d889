/** A small subset of `box`: spaces with one primary key, kept and replicated by the host. */
export const box = `
local function unsupported(what)
    return function() error(what .. ' is not available in the dev instance', 2) end
end

local tuple_methods = {}
function tuple_methods.totable(self) return { table.unpack(self) } end
function tuple_methods.unpack(self) return table.unpack(self) end

local function new_tuple(values, fields)
    if values == nil then return nil end
    return setmetatable(values, {
        __serialize = 'seq',
        __index = function(self, key)
            if key == 'tomap' then
                return function()
                    local map = setmetatable({}, { __serialize = 'map' })
                    for i, name in ipairs(fields) do map[name] = rawget(self, i) end
                    return map
                end
            end
            for i, name in ipairs(fields) do
                if name == key then return rawget(self, i) end
            end
            return tuple_methods[key]
        end,
    })
end

local function field_names(format)
    local names = {}
    for i, field in ipairs(format or {}) do
        names[i] = type(field) == 'table' and (field.name or field[1]) or field
    end
    return names
end

local function key_of(key) return type(key) == 'table' and key[1] or key end

local space_methods = {}
local function new_space(name)
    return setmetatable({ name = name, index = {} }, { __index = space_methods })
end
local function fields_of(space) return host('box.fields', space.name) end

function space_methods:format(format)
    if format == nil then return fields_of(self) end
    host('box.create', self.name, field_names(format))
end
function space_methods:create_index(name)
    self.index[name] = self.index[name] or setmetatable({ name = name }, { __index = function(_, method)
        return function(_, ...) return self[method](self, ...) end
    end })
    return self.index[name]
end
function space_methods:get(key) return new_tuple(host('box.get', self.name, key_of(key)), fields_of(self)) end
function space_methods:insert(tuple) return new_tuple(host('box.insert', self.name, tuple), fields_of(self)) end
function space_methods:replace(tuple) return new_tuple(host('box.replace', self.name, tuple), fields_of(self)) end
space_methods.put = space_methods.replace
function space_methods:delete(key) return new_tuple(host('box.delete', self.name, key_of(key)), fields_of(self)) end
function space_methods:update(key, changes)
    local fields = fields_of(self)
    local tuple = host('box.get', self.name, key_of(key))
    if tuple == nil then return nil end
    for _, change in ipairs(changes) do
        local operator, field, value = change[1], change[2], change[3]
        for i, name in ipairs(fields) do if name == field then field = i end end
        if operator == '=' then tuple[field] = value
        elseif operator == '+' then tuple[field] = tuple[field] + value
        elseif operator == '-' then tuple[field] = tuple[field] - value
        else error("update operation '" .. tostring(operator) .. "' is not available in the dev instance", 2) end
    end
    return new_tuple(host('box.replace', self.name, tuple), fields)
end
function space_methods:select(key, options)
    if key ~= nil and key_of(key) ~= nil then
        local tuple = self:get(key)
        return tuple and { tuple } or {}
    end
    local fields, result = fields_of(self), {}
    for i, tuple in ipairs(host('box.all', self.name, options and options.limit or null)) do
        result[i] = new_tuple(tuple, fields)
    end
    return result
end
function space_methods:pairs()
    local rows, i = self:select(), 0
    return function()
        i = i + 1
        if rows[i] ~= nil then return i, rows[i] end
    end
end
function space_methods:count() return host('box.count', self.name) end
space_methods.len = space_methods.count
function space_methods:truncate() host('box.truncate', self.name) end

box = {
    NULL = null,
    cfg = setmetatable({}, { __call = function() end }),
    schema = {
        space = { create = function(name, options)
            host('box.create', name, field_names(options and options.format))
            return box.space[name]
        end },
        func = { create = function() end },
        user = { grant = function() end, create = function() end },
        role = { grant = function() end },
    },
    once = function(name, fn, ...)
        if host('box.once', name) then fn(...) end
    end,
    begin = unsupported('box.begin'), commit = unsupported('box.commit'), rollback = unsupported('box.rollback'),
    info = setmetatable({}, { __index = function(_, key) return host('box.info')[key] end,
        __call = function() return host('box.info') end }),
}
local spaces = {}
box.space = setmetatable({}, { __index = function(_, name)
    if not host('box.exists', name) then return nil end
    spaces[name] = spaces[name] or new_space(name)
    return spaces[name]
end })
`;

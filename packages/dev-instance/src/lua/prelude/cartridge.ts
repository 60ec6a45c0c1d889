/** The `cartridge` modules: cfg, roles, service registry, rpc, vshard. */
export const cartridge = `
local registered, order, services = {}, {}, {}

local function is_map(value) return type(value) == 'table' end

modules['cartridge.roles.coordinator'] = function() return { role_name = 'failover-coordinator', dependencies = {} } end
modules['cartridge.roles.vshard-storage'] = function()
    return { role_name = 'vshard-storage', implies_storage = true, dependencies = {} }
end

local router = {}
function router.bucket_id_strcrc32(key) return host('vshard.bucket_id', tostring(key)) end
router.bucket_id, router.bucket_id_mpcrc32 = router.bucket_id_strcrc32, router.bucket_id_strcrc32
function router.bucket_count() return host('vshard.bucket_count') end
local function routed(mode)
    return function(bucket_id, name, args, options)
        local ok, result = pcall(host, 'vshard.call', { bucket = bucket_id, mode = mode, name = name, args = args or {},
            timeoutSeconds = options and options.timeout or 0.5 })
        if ok then return result end
        return nil, result
    end
end
router.callrw, router.callro, router.callre, router.callbro, router.callbre =
    routed('write'), routed('read'), routed('read'), routed('read'), routed('read')
function router.call(bucket_id, options, name, args, rest)
    local mode = type(options) == 'table' and options.mode or options
    return (mode == 'write' and router.callrw or router.callro)(bucket_id, name, args, rest)
end
function router.info() return host('vshard.info') end
modules.vshard = function()
    return { router = router, storage = { bucket_count = function() return host('vshard.bucket_count') end } }
end
modules['cartridge.roles.vshard-router'] = function()
    return { role_name = 'vshard-router', implies_router = true, dependencies = {}, get = function() return router end }
end
modules['cartridge.vshard-utils'] = function() return {} end

modules['cartridge.roles.metrics'] = function()
    return {
        role_name = 'metrics',
        dependencies = {},
        set_export = function(export) host('metrics.export', export) end,
        set_default_labels = function() end,
        init = function() end,
        apply_config = function(conf)
            if is_map(conf.metrics) and conf.metrics.export then host('metrics.export', conf.metrics.export) end
        end,
    }
end

local function register(module_name)
    local role = require(module_name)
    if not is_map(role) then error("role module '" .. module_name .. "' must return a table", 0) end
    role.role_name = role.role_name or module_name
    if registered[role.role_name] then return role.role_name end
    local dependencies = {}
    for i, dependency in ipairs(role.dependencies or {}) do dependencies[i] = register(dependency) end
    registered[role.role_name] = role
    order[#order + 1] = { name = role.role_name, dependencies = dependencies, permanent = role.permanent == true,
        hidden = role.hidden == true, impliesRouter = role.implies_router == true, impliesStorage = role.implies_storage == true }
    return role.role_name
end

modules['cartridge.service-registry'] = function()
    return { get = function(name) return services[name] end, set = function(name, value) services[name] = value end }
end
services['vshard-router'] = nil

local confapplier = {}
function confapplier.get_readonly(section) return host('config.section', section) end
confapplier.get_deepcopy = confapplier.get_readonly
function confapplier.get_state() return host('state') end
modules['cartridge.confapplier'] = function() return confapplier end

local rpc = {}
function rpc.call(role_name, method, args, options)
    local ok, result = pcall(host, 'rpc.call', { role = role_name, method = method, args = args or {}, options = options or {} })
    if ok then return result end
    return nil, result
end
function rpc.get_candidates(role_name, options) return host('rpc.candidates', role_name, options or {}) end
modules['cartridge.rpc'] = function() return rpc end

local cartridge = { VERSION = '2.7.9', _VERSION = '2.7.9' }
function cartridge.cfg(options, box_options)
    options = options or {}
    if not is_map(options.roles) then error('bad argument options.roles to cartridge.cfg (table expected, got ' .. type(options.roles) .. ')', 2) end
    services.httpd = httpd
    local ok, problem = pcall(function()
        register('cartridge.roles.coordinator')
        for _, module_name in ipairs(options.roles) do register(module_name) end
        local settings = setmetatable({}, { __serialize = 'map' })
        for key, value in pairs(options) do
            if key ~= 'roles' and type(value) ~= 'function' then settings[key] = value end
        end
        host('cartridge.cfg', order, settings, box_options or setmetatable({}, { __serialize = 'map' }))
    end)
    if ok then return true end
    if is_map(problem) and problem.class_name == 'CartridgeCfgError' then return nil, problem end
    error(problem, 0)
end
function cartridge.is_healthy() return host('is_healthy') end
function cartridge.reload_roles() return nil, new_error('HotReloadError', 'Hot reload is not available in the dev instance') end
cartridge.service_get = function(name) return services[name] end
cartridge.service_set = function(name, value) services[name] = value end
cartridge.config_get_readonly, cartridge.config_get_deepcopy = confapplier.get_readonly, confapplier.get_readonly
cartridge.config_patch_clusterwide = function(patch) return host('config.patch', patch) end
cartridge.rpc_call, cartridge.rpc_get_candidates = rpc.call, rpc.get_candidates
cartridge.admin_get_servers = function() return host('admin.servers') end
cartridge.admin_probe_server = function(uri) return host('admin.probe', uri) end
cartridge.admin_edit_topology = function(edit) return host('admin.edit_topology', edit) end
cartridge.admin_bootstrap_vshard = function() return host('admin.bootstrap_vshard') end
cartridge.http_authorize_request = function() return true end
cartridge.http_render_response = function(response) return response end
modules.cartridge = function() return cartridge end
modules['cartridge.stateboard'] = function()
    return { cfg = function() host('stateboard.cfg') return true end }
end

local started = {}
local call_role = keep(function(name, method, ...)
    local role = registered[name]
    if role == nil then return true end
    if method == 'apply' then
        local conf, options = ...
        if not started[name] then
            if role.init then role.init(options) end
            started[name] = true
            services[name] = services[name] or role
        end
        if role.apply_config then role.apply_config(conf, options) end
        return true
    end
    if method == 'stop' then
        local was_started = started[name]
        started[name] = nil
        services[name] = nil
        if was_started and role.stop then role.stop(...) end
        return true
    end
    if method == 'validate' then
        if role.validate_config == nil then return true end
        local ok, problem = role.validate_config(...)
        if ok == nil and problem == nil then
            error(new_error('ValidateConfigError', 'Role "' .. name .. '" method validate_config() returned nil'), 0)
        end
        if not ok then error(is_map(problem) and problem or new_error('ValidateConfigError', tostring(problem)), 0) end
        return true
    end
    if role[method] == nil then error(new_error('RemoteCallError', 'Role "' .. name .. '" has no method "' .. method .. '"'), 0) end
    return role[method](...)
end)

local call_global = keep(function(name, args)
    local fn = _G
    for part in name:gmatch('[^.]+') do fn = fn and fn[part] end
    if type(fn) ~= 'function' then error(new_error('ClientError', "Procedure '" .. name .. "' is not defined"), 0) end
    return fn(table.unpack(args, 1, #args))
end)

return encode({ main = main, call_role = call_role, call_global = call_global })
`;

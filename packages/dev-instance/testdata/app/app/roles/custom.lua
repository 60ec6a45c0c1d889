local cartridge = require('cartridge')

local function init(opts) -- luacheck: no unused args
    local httpd = assert(cartridge.service_get('httpd'), 'Failed to get httpd service')
    httpd:route({ method = 'GET', path = '/hello' }, function()
        return { body = 'Hello world!' }
    end)
    return true
end

-- Section `custom` lets tests make this role refuse a config, or fail to take it.
local function validate_config(conf)
    if conf.custom and conf.custom.refuse then
        error('custom refuses this config', 0)
    end
    return true
end

local function apply_config(conf, opts) -- luacheck: no unused args
    if conf.custom and conf.custom.fail then
        error('custom failed to apply', 0)
    end
    return true
end

return {
    role_name = 'app.roles.custom',
    init = init,
    stop = function() return true end,
    validate_config = validate_config,
    apply_config = apply_config,
}

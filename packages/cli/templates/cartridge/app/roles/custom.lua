local cartridge = require('cartridge')

local function init(opts) -- luacheck: no unused args
    -- opts.is_master tells whether this instance leads its replicaset:
    -- create spaces and users only there

    local httpd = assert(cartridge.service_get('httpd'), 'The HTTP server is not running')
    httpd:route({ method = 'GET', path = '/hello' }, function()
        return { body = 'Hello world!' }
    end)

    return true
end

-- Called when the role is taken away from the instance
local function stop()
    return true
end

-- Called before a new clusterwide configuration is accepted: raise an error to refuse it
local function validate_config(conf_new, conf_old) -- luacheck: no unused args
    return true
end

-- Called when a new clusterwide configuration is in force
local function apply_config(conf, opts) -- luacheck: no unused args
    return true
end

return {
    role_name = 'app.roles.custom',
    init = init,
    stop = stop,
    validate_config = validate_config,
    apply_config = apply_config,
    -- dependencies = {'cartridge.roles.vshard-router'},
}

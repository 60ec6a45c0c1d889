local cartridge = require('cartridge')

local function init(opts) -- luacheck: no unused args
    local httpd = assert(cartridge.service_get('httpd'), 'Failed to get httpd service')
    httpd:route({ method = 'GET', path = '/hello' }, function()
        return { body = 'Hello world!' }
    end)
    return true
end

return {
    role_name = 'app.roles.custom',
    init = init,
    stop = function() return true end,
    validate_config = function() return true end,
    apply_config = function() return true end,
}

#!/usr/bin/env tarantool
require('strict').on()

local cartridge = require('cartridge')

local ok, err = cartridge.cfg({
    roles = {
        'cartridge.roles.vshard-storage',
        'cartridge.roles.vshard-router',
        'app.roles.storage',
        'app.roles.router',
    },
})

assert(ok, tostring(err))

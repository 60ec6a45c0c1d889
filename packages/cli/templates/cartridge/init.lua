#!/usr/bin/env tarantool

-- Fail on the use of an undeclared global variable
require('strict').on()

-- Let the application start from any working directory
if package.setsearchroot ~= nil then
    package.setsearchroot()
end

local cartridge = require('cartridge')

local roles = {
    'cartridge.roles.vshard-storage',
    'cartridge.roles.vshard-router',
    'app.roles.custom',
}

-- The metrics role comes with the rock cartridge-metrics-role
local has_metrics, metrics = pcall(require, 'cartridge.roles.metrics')
if has_metrics then
    table.insert(roles, 'cartridge.roles.metrics')
end

local ok, err = cartridge.cfg({ roles = roles })
assert(ok, tostring(err))

-- Functions for `cartridge admin`
require('app.admin').init()

if has_metrics then
    metrics.set_export({
        { path = '/metrics', format = 'prometheus' },
        { path = '/health', format = 'health' },
    })
end

-- Functions that `cartridge admin` calls on a running instance.
-- They come with the rock cartridge-cli-extensions and are left out where it is not installed.
local has_extensions, cli_admin = pcall(require, 'cartridge-cli-extensions.admin')

local probe = {
    usage = 'Probe instance',
    args = {
        uri = {
            type = 'string',
            usage = 'Instance URI',
        },
    },
}

function probe.call(opts)
    opts = opts or {}
    if opts.uri == nil then
        return nil, 'Please pass the instance URI with --uri'
    end

    local ok, err = require('cartridge.pool').connect(opts.uri)
    if ok == nil then
        return nil, string.format('Failed to connect to instance %s: %s', opts.uri, err)
    end

    return { string.format('Probe %q: OK', opts.uri) }
end

local function init()
    if not has_extensions then
        return
    end
    cli_admin.init()
    cli_admin.register('probe', probe.usage, probe.args, probe.call)
end

return { init = init }

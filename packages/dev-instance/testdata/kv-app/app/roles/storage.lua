local function init_space()
    local kv = box.schema.space.create('kv', {
        format = {
            { 'key', 'string' },
            { 'bucket_id', 'unsigned' },
            { 'value', 'any' },
        },
        if_not_exists = true,
    })
    kv:create_index('primary', { parts = { 'key' }, if_not_exists = true })
    kv:create_index('bucket_id', { parts = { 'bucket_id' }, unique = false, if_not_exists = true })
end

function kv_insert(bucket_id, key, value)
    if box.space.kv:get(key) ~= nil then
        return { status = 'exists' }
    end
    box.space.kv:insert({ key, bucket_id, value })
    return { status = 'ok' }
end

function kv_get(key)
    local tuple = box.space.kv:get(key)
    if tuple == nil then
        return { status = 'missing' }
    end
    return { status = 'ok', key = tuple.key, value = tuple.value }
end

function kv_update(key, value)
    local tuple = box.space.kv:update(key, { { '=', 'value', value } })
    return { status = tuple == nil and 'missing' or 'ok' }
end

function kv_delete(key)
    local tuple = box.space.kv:delete(key)
    return { status = tuple == nil and 'missing' or 'ok' }
end

local function apply_config(conf, opts) -- luacheck: no unused args
    if opts.is_master then
        init_space()
    end
    return true
end

return {
    role_name = 'app.roles.storage',
    dependencies = { 'cartridge.roles.vshard-storage' },
    apply_config = apply_config,
}

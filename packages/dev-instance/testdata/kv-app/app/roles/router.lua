local cartridge = require('cartridge')
local vshard = require('vshard')
local log = require('log')

local TIMEOUT = { timeout = 5 }

local function answer(req, status, body)
    local response = req:render({ json = body })
    response.status = status
    return response
end

local function failure(req, err)
    log.error('kv: %s', tostring(err))
    return answer(req, 500, { info = 'Internal error', error = tostring(err) })
end

local function create(req)
    local ok, body = pcall(req.json, req)
    if not ok or type(body) ~= 'table' or type(body.key) ~= 'string' or body.value == nil then
        return answer(req, 400, { info = 'Key and value are needed' })
    end
    local bucket_id = vshard.router.bucket_id_strcrc32(body.key)
    local result, err = vshard.router.callrw(bucket_id, 'kv_insert', { bucket_id, body.key, body.value }, TIMEOUT)
    if result == nil then
        return failure(req, err)
    end
    if result.status == 'exists' then
        return answer(req, 409, { info = 'Key already exists' })
    end
    return answer(req, 201, { info = 'Successfully created' })
end

-- A call about one key: its answer, or the response that says why there is none.
local function call_by_key(req, mode, name, ...)
    local key = req:stash('key')
    local bucket_id = vshard.router.bucket_id_strcrc32(key)
    local result, err = vshard.router.call(bucket_id, mode, name, { key, ... }, TIMEOUT)
    if result == nil then
        return nil, failure(req, err)
    end
    if result.status == 'missing' then
        return nil, answer(req, 404, { info = 'Key not found' })
    end
    return result
end

local function read(req)
    local result, refusal = call_by_key(req, 'read', 'kv_get')
    return refusal or answer(req, 200, { key = result.key, value = result.value })
end

local function update(req)
    local _, refusal = call_by_key(req, 'write', 'kv_update', req:json().value)
    return refusal or answer(req, 200, { info = 'Successfully updated' })
end

local function delete(req)
    local _, refusal = call_by_key(req, 'write', 'kv_delete')
    return refusal or answer(req, 200, { info = 'Successfully deleted' })
end

local function init(opts) -- luacheck: no unused args
    local httpd = cartridge.service_get('httpd')
    httpd:route({ method = 'POST', path = '/kv' }, create)
    httpd:route({ method = 'GET', path = '/kv/:key' }, read)
    httpd:route({ method = 'PUT', path = '/kv/:key' }, update)
    httpd:route({ method = 'DELETE', path = '/kv/:key' }, delete)
    return true
end

return {
    role_name = 'app.roles.router',
    dependencies = { 'cartridge.roles.vshard-router' },
    init = init,
}

-- Keys and values over vshard, so that a test sees a lost write: PUT /keys/:key is acknowledged with 201 by the leader
-- of the key's bucket, GET /keys/:key answers 200 or 404.
local json = require('json')
local vshard = require('vshard')

local TIMEOUT = { timeout = 5 }

function keys_put(bucket_id, key, value)
    box.space.keys:replace({ key, bucket_id, value })
    return { found = true }
end

function keys_get(key)
    local tuple = box.space.keys:get(key)
    return { found = tuple ~= nil, value = tuple and tuple[3] }
end

local function answer(result, err, status)
    if result == nil then
        return { status = 503, body = tostring(err) }
    end
    if not result.found then
        return { status = 404, body = 'no such key' }
    end
    return { status = status, body = json.encode(result) }
end

local function put(req)
    local key = req:stash('key')
    local bucket_id = vshard.router.bucket_id_strcrc32(key)
    local result, err = vshard.router.callrw(bucket_id, 'keys_put', { bucket_id, key, req:json().value }, TIMEOUT)
    return answer(result, err, 201)
end

local function get(req)
    local key = req:stash('key')
    local bucket_id = vshard.router.bucket_id_strcrc32(key)
    local result, err = vshard.router.callro(bucket_id, 'keys_get', { key }, TIMEOUT)
    return answer(result, err, 200)
end

local function serve(httpd)
    httpd:route({ method = 'PUT', path = '/keys/:key' }, put)
    httpd:route({ method = 'GET', path = '/keys/:key' }, get)
end

local function create_space(opts)
    if not opts.is_master then
        return
    end
    local space = box.schema.space.create('keys', { if_not_exists = true })
    space:format({
        { 'key', 'string' },
        { 'bucket_id', 'unsigned' },
        { 'value', 'any' },
    })
    space:create_index('primary', { parts = { 'key' }, if_not_exists = true })
    space:create_index('bucket_id', { parts = { 'bucket_id' }, unique = false, if_not_exists = true })
end

return { serve = serve, create_space = create_space }

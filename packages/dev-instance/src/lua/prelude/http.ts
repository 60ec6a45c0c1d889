/** The `httpd` service: routes with handlers in Lua. */
export const http = String.raw`
local request_methods = {}
function request_methods:read() return self.body or '' end
function request_methods:json() return decode(self.body, true) end
function request_methods:stash(name) return self.stashes[name] end
function request_methods:query_param(name)
    if name == nil then return self.query_params end
    return self.query_params[name]
end
function request_methods:post_param(name)
    if name == nil then return self.post_params end
    return self.post_params[name]
end
function request_methods:param(name) return self.query_params[name] or self.post_params[name] end
function request_methods:header(name) return self.headers[name:lower()] end
function request_methods:cookie(name) return self.cookies[name] end
-- As in the http rock, options have no status: an application sets it in the response.
function request_methods:render(options)
    if options.json ~= nil then
        return { headers = { ['content-type'] = 'application/json; charset=utf-8' }, body = encode(options.json) }
    end
    return { headers = { ['content-type'] = 'text/plain; charset=utf-8' }, body = options.text or options.data or '' }
end
function request_methods:redirect_to(location)
    return { status = 302, headers = { location = location } }
end

local function answer(handler)
    return keep(function(request)
        local response = handler(setmetatable(request, { __index = request_methods }))
        if type(response) == 'string' then response = { body = response } end
        response = response or {}
        return { status = response.status or 200, headers = setmetatable(response.headers or {}, { __serialize = 'map' }), body = response.body and tostring(response.body) or '' }
    end)
end

local httpd = { hooks = {} }
function httpd:route(options, handler)
    if type(handler) ~= 'function' then error('httpd:route needs a function as handler', 2) end
    host('http.route', options.method or 'ANY', options.path, answer(handler))
    return self
end
function httpd:hook() end
function httpd:start() end
function httpd:stop() end
modules['http.server'] = function()
    return { new = unsupported('http.server.new; use cartridge.service_get(\'httpd\')') }
end
`;

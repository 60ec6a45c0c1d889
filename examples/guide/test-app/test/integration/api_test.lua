local t = require('luatest')
local helper = require('test.helper')

local g = t.group('integration_api')

g.before_all(function()
    helper.cluster:start()
end)

g.after_all(function()
    helper.cluster:stop()
end)

g.test_hello = function()
    local response = helper.cluster.main_server:http_request('get', '/hello')
    t.assert_equals(response.status, 200)
    t.assert_equals(response.body, 'Hello world!')
end

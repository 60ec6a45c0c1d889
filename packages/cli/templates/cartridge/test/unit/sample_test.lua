local t = require('luatest')

local g = t.group('unit_sample')

g.test_role_has_a_name = function()
    t.assert_equals(require('app.roles.custom').role_name, 'app.roles.custom')
end

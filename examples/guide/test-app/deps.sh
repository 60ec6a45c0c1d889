#!/bin/sh
# Installs what the tests and the linter need

set -e

tarantoolctl rocks install luatest 0.5.6
tarantoolctl rocks install luacov 0.13.0
tarantoolctl rocks install luacheck 0.26.0

#!/usr/bin/env tarantool
require('strict').on()

require('cartridge.stateboard').cfg()

#!/usr/bin/env node
import('/usr/lib/dev-instance/main.mjs');

include_files = { '**/*.lua', '*.luacheckrc', '*.rockspec' }
exclude_files = { '.rocks/', 'tmp/' }
max_line_length = 120
redefined = false
globals = { 'box' }

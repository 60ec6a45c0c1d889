/** What this instance stands in for: the versions the admin API of the real one reports. */
export const CARTRIDGE_VERSION = '2.7.9';
export const TARANTOOL_VERSION = '2.6.0-0-g47aa4e01e';

/**
 * One value of a flag that kubectl and helm read as a list separated by commas, as `--values` and `--filename`: a path
 * with a comma, a quote or a line break has to be quoted as in CSV. Source: spf13/pflag, StringSlice.
 */
export function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

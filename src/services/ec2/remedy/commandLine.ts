/** Lines for the AWS CLI, as a person types them. */

/** Text that a shell passes on as it is; what another command prints stands in `$(…)`. */
const quoted = (word: string): string =>
  /^[\w.:=/@,+-]+$/.test(word) || word.startsWith("$(") ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** `aws ec2 start-instances --instance-ids i-… --region us-east-1`. */
export const commandLine = (region: string, operation: string, ...words: readonly string[]): string =>
  ["aws ec2", operation, ...words.map(quoted), "--region", region].join(" ");

/** What a command prints at this place of its answer, for another command to use. */
export const printedBy = (region: string, query: string, operation: string, ...words: readonly string[]): string =>
  `$(${commandLine(region, operation, ...words, "--query", query, "--output", "text")})`;
